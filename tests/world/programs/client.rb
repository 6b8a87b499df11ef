# ruby client.rb net/http | faraday | httparty | rest-client | http | excon | typhoeus
require "base64"
require ARGV[0]

# URI refuses what is no URI; Addressable and callers' own code encode it like this.
encoded = ->(url) { url.b.gsub(/[^\x21-\x7e]/n) { |byte| format("%%%02X", byte.ord) } }
plain = Faraday.new if ARGV[0] == "faraday"
clients = {
  "net/http" => lambda { |method, url, headers, body|
    uri = URI(url)
    request = Net::HTTP.const_get(method.capitalize).new(uri, headers)
    request.body = body
    answer = Net::HTTP.start(uri.host, uri.port) { |http| http.request(request) }
    [answer.code, answer.body]
  },
  "faraday" => lambda { |method, url, headers, body|
    answer = plain.run_request(method.downcase.to_sym, url, body, headers)
    [answer.status, answer.body]
  },
  "httparty" => lambda { |method, url, headers, body|
    answer = HTTParty.send(method.downcase, url, headers: headers, body: body)
    [answer.code, answer.body]
  },
  "rest-client" => lambda { |method, url, headers, body|
    request = { method: method.downcase.to_sym, url: url, payload: body, headers: headers }
    answer = RestClient::Request.execute(request) { |response, *| response }
    [answer.code, answer.body]
  },
  "http" => lambda { |method, url, headers, body|
    answer = HTTP.headers(headers).request(method.downcase.to_sym, url, body ? { body: body } : {})
    [answer.code, answer.to_s]
  },
  "excon" => lambda { |method, url, headers, body|
    answer = Excon.new(url).request(method: method, headers: headers, body: body)
    [answer.status, answer.body]
  },
  "typhoeus" => lambda { |method, url, headers, body|
    answer = Typhoeus::Request.new(url, method: method, headers: headers, body: body).run
    [answer.code, answer.body]
  }
}

$stdout.sync = true
$stdin.each_line(chomp: true) do |line|
  method, url, type, body = line.split("\t")
  headers, body = body == "-" ? [{}, nil] : [{ "Content-Type" => type }, Base64.decode64(body)]
  status, answer = clients[ARGV[0]].call(method, encoded.call(url), headers, body)
  puts "#{status}\t#{Base64.strict_encode64(answer || "")}"
end
