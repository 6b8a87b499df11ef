// go run client.go
package main

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
)

func main() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(make([]byte, 1<<20), 1<<24)
	for lines.Scan() {
		parts := strings.Split(lines.Text(), "\t")
		var body io.Reader
		if parts[3] != "-" {
			decoded, err := base64.StdEncoding.DecodeString(parts[3])
			if err != nil {
				panic(err)
			}
			body = bytes.NewReader(decoded)
		}
		request, err := http.NewRequest(parts[0], parts[1], body)
		if err != nil {
			panic(err)
		}
		if parts[3] != "-" {
			request.Header.Set("Content-Type", parts[2])
		}
		answer, err := http.DefaultClient.Do(request)
		if err != nil {
			panic(err)
		}
		content, err := io.ReadAll(answer.Body)
		if err != nil {
			panic(err)
		}
		answer.Body.Close()
		fmt.Printf("%d\t%s\n", answer.StatusCode, base64.StdEncoding.EncodeToString(content))
	}
}
