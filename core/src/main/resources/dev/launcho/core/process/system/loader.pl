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
# stage.sh looks at the file first: execvp(3) gives a file to a shell if the kernel does not start it, and a shell would read data,
# or a script in another language.
if ($what ne "before" && pipe(my $from, my $to)) {
    my ($path) = grep { /^PATH=/ } @env;
    my @words = ($args[0], substr($path // "PATH=", 5));
    s/'/'\\''/g foreach @words;
    my $child = fork;
    if (defined $child && $child == 0) {
        open(STDIN, "<&", $from);
        close($to);
        close(LACK) if open(LACK, ">&=", 4);
        exec {$sh} "sh", "-c", $stage, "sh", $cat, "look";
        exit 0;
    }
    close($from);
    if (defined $child) {
        local $SIG{PIPE} = "IGNORE";
        syswrite($to, "runnable '$words[0]' '$words[1]'; exit 0\n#end");
        close($to);
        waitpid($child, 0);
        exit $? >> 8 if $? >> 8 == 126 || $? >> 8 == 127;
    }
}
%ENV = exists $ENV{PWD} ? (PWD => $ENV{PWD}) : ();
foreach (@env) {
    my ($name, $value) = split /=/, $_, 2;
    $ENV{$name} = $value;
}
if ($what eq "before") {
    exec {$sh} "sh", "-c", $stage, "sh", $cat, $what;
    exit 125;
}
open(STDIN, "<", "/dev/null");
open(LOG, ">&=", 3);
open(STDERR, ">&", LOG);
close(LOG);
close(LACK) if open(LACK, ">&=", 4);
exec {$args[0]} @args;
my $gone = $! + 0 == 2;
print STDERR "launcho: $args[0]: " . ($gone ? "not found" : lcfirst "$!") . "\n";
exit($gone ? 127 : 126);
