# ruby answering.rb <folder of answers>
require "socket"

$stdout.sync = true
server = TCPServer.new("127.0.0.1", 0)
puts server.addr[1]
loop do
  client = server.accept
  method, target = client.gets.split
  length = 0
  while (line = client.gets.chomp) != ""
    length = line.split(":")[1].to_i if line.downcase.start_with?("content-length:")
  end
  body = client.read(length)
  name = target.split("?")[0]
  puts "#{method}\t#{name}\t#{body.bytesize}"
  answer = File.binread(ARGV[0] + name)
  type = name.end_with?(".xml") ? "text/xml" : "application/json"
  client.write "HTTP/1.1 200 OK\r\nContent-Type: #{type}\r\nContent-Length: #{answer.bytesize}\r\nConnection: close\r\n\r\n"
  client.write answer
  client.close
end
