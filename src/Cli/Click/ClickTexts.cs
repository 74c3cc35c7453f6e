namespace Xia.Cli.Click;

/// <summary>What <c>--help</c> and <c>--version</c> print.</summary>
internal static class ClickTexts
{
    internal const string Version =
        "xia click 0.1.0\nRuns graphs of the Click modular router, version 2.1 of its language.\n";

    internal const string Help = """
        Runs a router graph, reporting errors to standard error, until it stops itself or is interrupted.

        Usage: click [OPTION]... [NAME=VALUE]... [ROUTERFILE]

          -f, --file FILE               Read the graph from FILE (default: standard input).
          -e, --expression EXPR         Use EXPR as the graph.
          -j, --threads N               Start N threads (default 1).
          -p, --port PORT               Listen for control connections on a TCP port; PORT+ tries later ones.
          -u, --unix-socket FILE        Listen for control connections on a Unix socket.
          -R, --allow-reconfigure       Provide a writable 'hotconfig' handler.
          -h, --handler ELEMENT.H       Print the value of a read handler at the end; may be repeated.
          -x, --exit-handler ELEMENT.H  Use the value of a read handler as exit status.
          -o, --output FILE             Write the flat graph to FILE.
          -q, --quit                    Do not run the graph.
          -t, --time                    Print how long it ran.
          -w, --no-warnings             Do not print warnings.
              --simtime                 Run in simulated time.
          -C, --clickpath PATH          Look for libraries and packages in PATH.
              --help                    Print this message and exit.
          -v, --version                 Print the version and exit.

        click flatten [-e EXPR | -f FILE | FILE] [-o FILE]   prints a graph without compound elements
        click provides NAME...                               succeeds if all element classes or features exist

        """;

    internal const string FlattenHelp = """
        Prints a router graph without compound elements, groups and variables.

        Usage: click-flatten [OPTION]... [NAME=VALUE]... [ROUTERFILE]

          -f, --file FILE               Read the graph from FILE (default: standard input).
          -e, --expression EXPR         Use EXPR as the graph.
          -o, --output FILE             Write to FILE (default: standard output).
          -C, --clickpath PATH          Look for libraries in PATH.
              --help                    Print this message and exit.
          -v, --version                 Print the version and exit.

        """;
}
