using System.Globalization;

namespace Xia.Router.Language;

/// <summary>Parses ports in brackets: <c>[0]</c>, <c>[0,2-4]</c>, <c>[]</c>.</summary>
internal static class PortParser
{
    private const int MaximumPort = 65_535;

    /// <summary>The ports; null when none are written.</summary>
    public static PortList? Parse(Tokenizer tokens, Action<Landmark, string> onError)
    {
        if (!tokens.TryTake('['))
        {
            return null;
        }

        var ports = new List<int>();
        if (tokens.TryTake(']'))
        {
            return new PortList(ports, IsExpandable: true);
        }

        do
        {
            int first = Port(tokens, onError);
            int last = tokens.TryTake('-') ? Port(tokens, onError) : first;
            for (int port = first; port <= last && ports.Count <= MaximumPort; port++)
            {
                ports.Add(port);
            }
        }
        while (tokens.TryTake(','));
        if (!tokens.TryTake(']'))
        {
            onError(tokens.Peek().Landmark, "syntax error: expected ','");
        }

        return new PortList(ports, IsExpandable: false);
    }

    private static int Port(Tokenizer tokens, Action<Landmark, string> onError)
    {
        Token token = tokens.Peek();
        if (token.Kind != TokenKind.Identifier)
        {
            onError(token.Landmark, "syntax error: expected port number");
            return 0;
        }

        tokens.Take();
        if (int.TryParse(token.Text, NumberStyles.None, CultureInfo.InvariantCulture, out int port)
            && port <= MaximumPort)
        {
            return port;
        }

        onError(token.Landmark, "syntax error: port number should be integer");
        return 0;
    }
}
