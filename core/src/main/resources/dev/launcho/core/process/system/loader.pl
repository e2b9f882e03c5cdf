# Sets an environment that no shell can hand on, and becomes the program: perl -e THIS ENV ARGS SH CAT STAGE before|command
# ENV and ARGS are how many bytes of standard input are the environment and the command: a line for each string, with \n
# and \\ in it. For before the rest of the input is left for the shell.
sub take {
    my ($left, $text) = (shift, "");
    while ($left > 0) {
        my $got = sysread(STDIN, $text, $left, length $text) or exit 125;
        $left -= $got;
    }
    return map { s/\\(.)/$1 eq "n" ? "\n" : "\\"/ge; $_ } map { substr($_, 0, -1) } $text =~ /[^\n]*\n/g;
}
my ($env, $args, $sh, $cat, $stage, $what) = @ARGV;
my @env = take($env);
my @args = take($args);
%ENV = exists $ENV{PWD} ? (PWD => $ENV{PWD}) : ();
foreach (@env) {
    my ($name, $value) = split /=/, $_, 2;
    $ENV{$name} = $value;
}
if ($what eq "before") {
    exec {$sh} "sh", "-c", $stage, "sh", $cat, $what;
    exit 125;
}
# execvp(3) gives a file to a shell if the kernel does not start it. A shell would read data as a script, and a script whose first
# line is longer than the kernel reads: see stage.sh.
my ($file) = $args[0] =~ m{/} ? $args[0] : grep { -f && -x _ } map { ($_ eq "" ? "." : $_) . "/$args[0]" } split(/:/, $ENV{PATH} // "", -1);
my $head = "";
if (defined $file && -f $file && open(my $in, "<", $file)) {
    sysread($in, $head, 1024);
}
my $data = $head !~ /^(#!|\x7fELF)/ && $head =~ /^([^\n]*\0|BZh.1AY&SY|\x28\xb5\x2f\xfd|7z\xbc\xaf\x27\x1c|!<arch>\n)/;
my $long = $head =~ /^(#![ \t]*)([^ \t\n\0]+)/ && length("$1$2") > 255;
if ($long || $data && !grep { !m{/(register|status)$} } glob("/proc/sys/fs/binfmt_misc/*")) {
    open(LOG, ">&=", 3);
    syswrite(LOG, "launcho: $file: " . ($long ? "its first line is longer than the kernel reads" : "is neither a program nor a script") . "\n");
    exit 126;
}
open(LOG, ">&=", 3);
open(STDERR, ">&", LOG);
close(LOG);
open(STDIN, "<", "/dev/null");
exec {$args[0]} @args;
my $gone = $! + 0 == 2;
print STDERR "launcho: $args[0]: " . ($gone ? "not found" : lcfirst "$!") . "\n";
exit($gone ? 127 : 126);
