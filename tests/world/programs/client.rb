require "base64"
require "net/http"

$stdout.sync = true
$stdin.each_line(chomp: true) do |line|
  method, url, type, body = line.split("\t")
  # URI refuses what is no URI; Addressable and callers' own code encode it like this.
  uri = URI(url.b.gsub(/[^\x21-\x7e]/n) { |byte| format("%%%02X", byte.ord) })
  request = Net::HTTP.const_get(method.capitalize).new(uri)
  unless body == "-"
    request["Content-Type"] = type
    request.body = Base64.decode64(body)
  end
  answer = Net::HTTP.start(uri.host, uri.port) { |http| http.request(request) }
  puts "#{answer.code}\t#{Base64.strict_encode64(answer.body || "")}"
end
