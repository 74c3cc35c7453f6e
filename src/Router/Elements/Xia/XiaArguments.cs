using Xia.Overlay.Addresses;
using Xia.Overlay.Control;
using Xia.Overlay.Forwarding;
using Xia.Overlay.Identifiers;
using Xia.Overlay.Neighbours;
using Xia.Router.Language;

namespace Xia.Router.Elements.Xia;

/// <summary>How the arguments of XIA's elements are read.</summary>
internal static class XiaArguments
{
    /// <summary>A DAG address in either dialect.</summary>
    public static ArgumentParser<DagAddress?> Dag { get; } = (
        string text, out DagAddress? value, out string? error) =>
    {
        bool read = DagAddress.TryParse(ArgumentText.Unquote(text), out value, out DagTextFault fault);
        error = read ? null : fault.ToString();
        return read;
    };

    /// <summary>The Ethernet address of a station.</summary>
    public static ArgumentParser<LinkAddress> Link { get; } = (
        string text, out LinkAddress value, out string? error) =>
    {
        error = "expected the address of a station, such as 02:00:00:00:00:01";
        return LinkAddress.TryParse(ArgumentText.Unquote(text), out value) && value.IsStation;
    };

    /// <summary>The type of an error report.</summary>
    public static ArgumentParser<XcmpType> ErrorType { get; } = (
        string text, out XcmpType value, out string? error) =>
    {
        error = "expected unreachable or timeexceeded";
        value = text == "unreachable" ? XcmpType.Unreachable : XcmpType.TimeExceeded;
        return text is "unreachable" or "timeexceeded";
    };

    /// <summary>A principal type, by name or number.</summary>
    public static ArgumentParser<XidType> Type { get; } = (
        string text, out XidType value, out string? error) =>
    {
        error = "expected a principal type, such as AD or 0x1a";
        return XidTypeNames.TryParse(text, out value);
    };

    /// <summary>All arguments as patterns of types.</summary>
    public static XidTypePattern[] TypePatterns(ArgumentReader arguments)
    {
        List<XidTypePattern> patterns = [];
        foreach (string text in arguments.Rest())
        {
            if (XidTypePattern.TryParse(text, out XidTypePattern pattern))
            {
                patterns.Add(pattern);
            }
            else
            {
                arguments.Error(
                    $"pattern {patterns.Count}: expected 'src TYPE', 'dst TYPE', 'src_and_dst TYPE TYPE', "
                    + $"'src_or_dst TYPE TYPE', 'next TYPE' or '-', got '{text}'");
            }
        }

        return [.. patterns];
    }

    /// <summary>
    /// Reads <c>TYPE:XID PORT [NEXTHOP]</c>, with <c>-</c> for a type's default; null when read.
    /// </summary>
    public static string? ReadRoute(string text, out Xid key, out XidType type, out Route route)
    {
        List<string> words = ArgumentText.Words(text);
        route = default;
        if (ReadKey(words.Count > 0 ? words[0] : "", out key, out type) is { } keyError)
        {
            return keyError;
        }

        Xid nextHop = default;
        if (words.Count is < 2 or > 3 || !RoutePort.TryParse(words[1], out int port) || port == 0
            || (words.Count == 3 && !Xid.TryParse(words[2], out nextHop)))
        {
            return $"'{text}': expected 'TYPE:XID PORT [NEXTHOP]', PORT an output from 1 or "
                + "local, unreachable, fallback, local-below-host";
        }

        route = new Route(port, nextHop);
        return null;
    }

    /// <summary>Reads <c>TYPE:XID</c> or <c>TYPE:-</c>; null when read.</summary>
    public static string? ReadKey(string text, out Xid key, out XidType type)
    {
        type = XidType.None;
        if (Xid.TryParse(text, out key))
        {
            type = key.Type;
            return null;
        }

        return text.EndsWith(":-", StringComparison.Ordinal) && XidTypeNames.TryParse(
            text.AsSpan(0, text.Length - 2), out type)
            ? null
            : $"'{text}': expected TYPE:XID or TYPE:-";
    }
}
