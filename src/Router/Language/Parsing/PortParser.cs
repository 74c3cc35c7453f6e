using Xia.Router.Language.Arguments;

namespace Xia.Router.Language.Parsing;

/// <summary>Parses ports in brackets: <c>[0]</c>, <c>[0,2-4]</c>, <c>[]</c>, <c>[2,]</c>.</summary>
internal static class PortParser
{
    private const int MaximumPort = 65_535;

    /// <summary>The ports; null when none are written.</summary>
    public static PortList? Parse(ParserState state)
    {
        if (!state.Tokens.TryTake('['))
        {
            return null;
        }

        var ports = new List<int>();
        bool isRange = false;
        while (true)
        {
            Token token = state.Tokens.Take();
            if (token.Is(']'))
            {
                if (ports.Count == 0)
                {
                    ports.Add(0);
                }

                return new PortList(ports, IsExpandable: true);
            }

            if (token.Kind != TokenKind.Identifier)
            {
                state.Error("syntax error: expected port number");
                state.Tokens.Return(token);
                return ports.Count > 0 ? new PortList(ports, IsExpandable: false) : null;
            }

            AddPorts(ports, Number(token.Text, state), isRange);
            token = state.Tokens.Take();
            if (token.Is(']'))
            {
                return new PortList(ports, IsExpandable: false);
            }

            if (token.Is('-') && !isRange)
            {
                isRange = true;
            }
            else if (token.Is(','))
            {
                isRange = false;
            }
            else
            {
                state.Error("syntax error: expected ','");
                state.Tokens.Return(token);
            }
        }
    }

    private static void AddPorts(List<int> ports, int port, bool isRange)
    {
        if (!isRange)
        {
            ports.Add(port);
        }

        for (int next = ports[^1] + 1; isRange && next <= port && ports.Count <= MaximumPort; next++)
        {
            ports.Add(next);
        }
    }

    private static int Number(string text, ParserState state)
    {
        if (NumberText.TryReadWhole(text, out Int128 port) && port <= MaximumPort)
        {
            return (int)port;
        }

        state.Error("syntax error: port number should be integer");
        return 0;
    }
}
