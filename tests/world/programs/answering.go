// answering <folder of answers>
package main

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
)

func main() {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	fmt.Println(listener.Addr().(*net.TCPAddr).Port)
	http.Serve(listener, http.HandlerFunc(func(writer http.ResponseWriter, request *http.Request) {
		body, _ := io.ReadAll(request.Body)
		fmt.Printf("%s\t%s\t%d\n", request.Method, request.URL.Path, len(body))
		kind := "application/json"
		if strings.HasSuffix(request.URL.Path, ".xml") {
			kind = "text/xml"
		}
		writer.Header().Set("Content-Type", kind)
		answer, _ := os.ReadFile(os.Args[1] + request.URL.Path)
		writer.Write(answer)
	}))
}
