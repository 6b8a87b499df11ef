# perl answering.pl <folder of answers>
use strict;
use warnings;
use IO::Socket::INET;
$| = 1;
my $server = IO::Socket::INET->new(Listen => 5, LocalAddr => '127.0.0.1', LocalPort => 0) or die "cannot listen: $!";
print $server->sockport, "\n";
while (my $client = $server->accept) {
    my ($method, $target) = split / /, scalar <$client>;
    my $length = 0;
    while (defined(my $line = <$client>)) {
        last if $line =~ /^\r?\n$/;
        $length = $1 if $line =~ /^content-length:\s*(\d+)/i;
    }
    read $client, my $body, $length;
    my ($name) = split /\?/, $target;
    print "$method\t$name\t", length($body // ''), "\n";
    open my $file, '<', $ARGV[0] . $name or die "no answer to $name";
    my $answer = do { local $/; <$file> };
    my $type = $name =~ /\.xml$/ ? 'text/xml' : 'application/json';
    print $client "HTTP/1.1 200 OK\r\nContent-Type: $type\r\nContent-Length: ", length $answer, "\r\n";
    print $client "Connection: close\r\n\r\n$answer";
    close $client;
}
