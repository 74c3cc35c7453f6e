using Xia.Internet.Wire;
using Xia.Router.Graph;
using Xia.Router.Language;

namespace Xia.Router.Elements.Rewriting.Patterns;

/// <summary>
/// Reads patterns: <c>SADDR DADDR</c>, <c>SADDR DADDR SPORT</c>, <c>SADDR SPORT DADDR DPORT</c>, or a name.
/// </summary>
/// <remarks>Errors are Click's.</remarks>
internal static class PatternReader
{
    /// <summary>Reads a pattern.</summary>
    /// <returns>The pattern, or null and an error.</returns>
    public static RewritePattern? Read(IReadOnlyList<string> words, Element asker, out string? error)
    {
        error = null;
        switch (words.Count)
        {
            case 1:
                RewritePattern? named = IPRewriterPatterns.Find(words[0], asker);
                error = named is null ? $"no such pattern '{words[0]}'" : null;
                return named;
            case 2:
                return Read(words[0], null, words[1], null, asker, out error);
            case 3:
                return Read(words[0], words[2], words[1], null, asker, out error);
            case 4:
                return Read(words[0], words[1], words[2], words[3], asker, out error);
            default:
                error = "syntax error";
                return null;
        }
    }

    /// <summary>Reads a pattern with its two outputs behind it.</summary>
    /// <returns>The rule, or null and an error.</returns>
    public static InputRule.Pattern? ReadWithOutputs(
        IReadOnlyList<string> words, Element asker, out string? error)
    {
        if (words.Count <= 2)
        {
            error = "syntax error";
            return null;
        }

        RewritePattern? pattern = Read([.. words.SkipLast(2)], asker, out error);
        return pattern is not null
            && TryReadOutputs([.. words.TakeLast(2)], out int forward, out int reply, out error)
            ? new InputRule.Pattern(pattern, forward, reply)
            : null;
    }

    /// <summary>Reads the output of a flow's packets and that of the answers.</summary>
    public static bool TryReadOutputs(
        IReadOnlyList<string> words, out int forward, out int reply, out string? error)
    {
        reply = 0;
        error = null;
        if (words.Count != 2 || !TryReadNumber(words[0], out forward))
        {
            forward = 0;
            error = "bad forward port";
            return false;
        }

        if (!TryReadNumber(words[1], out reply))
        {
            error = "bad reply port";
            return false;
        }

        return true;
    }

    /// <summary>Reads a whole number as Click does.</summary>
    public static bool TryReadNumber(string text, out int number) =>
        ArgumentTypes.Int32()(text, out number, out _);

    private static RewritePattern? Read(
        string source, string? sourcePort, string destination, string? destinationPort, Element asker,
        out string? error)
    {
        error = null;
        if (!TryReadSource(source, asker, out Range addresses)
            || (sourcePort is not null && addresses.MoreCount > 0))
        {
            error = "bad source address";
        }
        else if (!TryReadSourcePort(sourcePort ?? "-", out Range ports))
        {
            error = "bad source port";
        }
        else if (!TryReadAddress(destination, asker, out uint destinationAddress))
        {
            error = "bad destination address";
        }
        else if (!TryReadPort(destinationPort ?? "-", out ushort lastPort))
        {
            error = "bad destination port";
        }
        else
        {
            Range range = sourcePort is null ? addresses : ports;
            return new RewritePattern
            {
                HasPorts = sourcePort is not null,
                Source = addresses.First,
                SourcePort = (ushort)ports.First,
                Destination = destinationAddress,
                DestinationPort = lastPort,
                MoreCount = range.MoreCount,
                Order = range.Order,
            };
        }

        return null;
    }

    private static bool TryReadSource(string text, Element asker, out Range range)
    {
        range = default;
        if (TryReadAddress(text, asker, out uint only))
        {
            range = new Range(only, 0, AllocationOrder.SameFirst);
            return true;
        }

        string body = TakeOrder(text, out AllocationOrder order);
        int dash = body.IndexOf('-', StringComparison.Ordinal);
        if (dash > 0)
        {
            bool read = TryReadAddress(body[..dash], asker, out uint first)
                & TryReadAddress(body[(dash + 1)..], asker, out uint last);
            range = new Range(first, last - first, order);
            return read && first != 0 && last >= first;
        }

        if (!ArgumentTypes.IpPrefix(asker)(body, out IpPrefix prefix, out _)
            || prefix.LengthBits == 0 || prefix.Address.Value == 0)
        {
            return false;
        }

        range = prefix.LengthBits switch
        {
            32 => new Range(prefix.Address.Value, 0, order),
            31 => new Range(prefix.Address.Value, 1, order),
            // The network's own address and its broadcast address are nobody's.
            _ => new Range(prefix.Address.Value + 1, ~prefix.Mask - 2, order),
        };
        return true;
    }

    private static bool TryReadSourcePort(string text, out Range range)
    {
        if (TryReadPort(text, out ushort only))
        {
            range = new Range(only, 0, AllocationOrder.SameFirst);
            return true;
        }

        string body = TakeOrder(text, out AllocationOrder order);
        string[] ends = body.Split('-');
        range = default;
        if (ends.Length != 2
            || !TryReadNumber(ends[0], out int first) || !TryReadNumber(ends[1], out int last)
            || first < 0 || last < first || last > ushort.MaxValue)
        {
            return false;
        }

        range = new Range((uint)first, (uint)(last - first), order);
        return true;
    }

    private static bool TryReadPort(string text, out ushort port)
    {
        port = 0;
        if (text == "-")
        {
            return true;
        }

        if (!TryReadNumber(text, out int number) || number is <= 0 or > ushort.MaxValue)
        {
            return false;
        }

        port = (ushort)number;
        return true;
    }

    private static bool TryReadAddress(string text, Element asker, out uint address)
    {
        address = 0;
        if (text == "-")
        {
            return true;
        }

        bool read = ArgumentTypes.IpAddress(asker)(text, out IpAddress value, out _);
        address = value.Value;
        return read;
    }

    private static string TakeOrder(string text, out AllocationOrder order)
    {
        order = text.EndsWith('#') ? AllocationOrder.Sequential
            : text.EndsWith('?') ? AllocationOrder.Random : AllocationOrder.SameFirst;
        return order == AllocationOrder.SameFirst ? text : text[..^1];
    }

    private readonly record struct Range(uint First, uint MoreCount, AllocationOrder Order);
}
