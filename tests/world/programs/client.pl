# perl client.pl tiny | lwp | mojo
use strict;
use warnings;
use MIME::Base64;
my $kind = shift;
$| = 1;
my $agent;
if ($kind eq 'lwp') { require LWP::UserAgent; require HTTP::Request; $agent = LWP::UserAgent->new; }
elsif ($kind eq 'mojo') { require Mojo::UserAgent; $agent = Mojo::UserAgent->new; }
else { require HTTP::Tiny; $agent = HTTP::Tiny->new; }
while (my $line = <STDIN>) {
    chomp $line;
    my ($method, $url, $type, $body) = split /\t/, $line;
    $body = $body eq '-' ? undef : decode_base64($body);
    my ($status, $content);
    if ($kind eq 'lwp') {
        my $request = HTTP::Request->new($method, $url);
        if (defined $body) { $request->header('Content-Type' => $type); $request->content($body); }
        my $answer = $agent->request($request);
        ($status, $content) = ($answer->code, $answer->content);
    } elsif ($kind eq 'mojo') {
        utf8::decode($url);
        my @content = defined $body ? ({ 'Content-Type' => $type } => $body) : ();
        my $answer = $agent->start($agent->build_tx($method => $url => @content))->result;
        ($status, $content) = ($answer->code, $answer->body);
    } else {
        my $options = defined $body ? { content => $body, headers => { 'content-type' => $type } } : {};
        my $answer = $agent->request($method, $url, $options);
        ($status, $content) = ($answer->{status}, $answer->{content});
    }
    print "$status\t", encode_base64($content // '', ''), "\n";
}
