namespace Xia.Cli.Click;

/// <summary>What <c>--help</c> and <c>--version</c> print.</summary>
internal static class ClickTexts
{
    internal const string Version =
        "xia click 0.1.0\nRuns graphs of the Click modular router, version 2.1 of its language.\n";

    internal const string Help = """
        Runs a router graph until it stops itself or is interrupted (Ctrl-C). What is wrong with it is said on
        the standard error, and then nothing runs.

        Usage: xia click [OPTION]... [NAME=VALUE]... [FILE]
               xia click flatten [OPTION]... [NAME=VALUE]... [FILE]   prints the graph without compounds
               xia click provides NAME...           succeeds if all these element classes or features exist

          -f, --file FILE               Read the graph from FILE (default: standard input).
          -e, --expression TEXT         TEXT is the graph.
          NAME=VALUE                    Set the graph's variable $NAME.
          -h, --handler ELEMENT.NAME    Print the value of a read handler at the end; may be repeated, and
                                        ELEMENT may be a pattern: '*.count'.
          -x, --exit-handler ELEMENT.NAME
                                        The value of a read handler is the exit status.
          -o, --output FILE             Write the graph without compounds to FILE (-: standard output).
          -q, --quit                    Do not run the graph: only check and initialize it.
          -t, --time                    Print how long it ran: user, system and elapsed time.
          -w, --no-warnings             Do not print warnings.
              --simtime                 Simulated time: jumps to the next event, the same run every time; the
                                        host's interfaces are not there.
          -j, --threads N               Run on N threads (default 1).
          -p, --port PORT               Listen for control connections on a TCP port; PORT+ tries later ones.
          -u, --unix-socket FILE        Listen for control connections on a Unix socket.
              --socket FD               Take the open file descriptor FD as a control connection.
          -R, --allow-reconfigure       Allow the handler 'hotconfig' to replace the graph while it runs.
          -C, --clickpath PATH          Look for libraries and packages in PATH: folders, with colons between.
              --help                    Print this message and exit.
          -v, --version                 Print the version and exit.

        Example, which prints 5:

          xia click -e 'InfiniteSource(LIMIT 5, STOP true) -> c :: Counter -> Discard' -h c.count

        'xia elements' lists the element classes, 'xia elements NAME' describes one.

        """;

    internal const string FlattenHelp = """
        Prints a router graph without compound elements, groups and variables.

        Usage: xia click flatten [OPTION]... [NAME=VALUE]... [FILE]

          -f, --file FILE               Read the graph from FILE (default: standard input).
          -e, --expression TEXT         TEXT is the graph.
          NAME=VALUE                    Set the graph's variable $NAME.
          -o, --output FILE             Write to FILE (default: standard output).
          -C, --clickpath PATH          Look for libraries in PATH (folders, separated by colons).
              --help                    Print this message and exit.
          -v, --version                 Print the version and exit.

        """;
}
