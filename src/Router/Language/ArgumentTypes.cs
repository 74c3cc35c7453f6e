using Xia.Internet.Wire;
using Xia.Kernel.Time;
using Xia.Overlay.Identifiers;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language.Arguments;
using Xia.Router.Language.Names;

namespace Xia.Router.Language;

/// <summary>How arguments are read, by type; for <see cref="ArgumentReader"/>.</summary>
public static class ArgumentTypes
{
    /// <summary><c>true yes 1 t y</c> or <c>false no 0 f n</c>.</summary>
    public static ArgumentParser<bool> Bool { get; } = (string text, out bool value, out string? error) =>
    {
        error = null;
        value = text is "true" or "yes" or "1" or "t" or "y";
        return value || text is "false" or "no" or "0" or "f" or "n";
    };

    /// <summary>Any text; quotes come off.</summary>
    public static ArgumentParser<string> Text { get; } = (string text, out string value, out string? error) =>
    {
        error = null;
        value = ArgumentText.Unquote(text);
        return true;
    };

    /// <summary>Any text, as it stands.</summary>
    public static ArgumentParser<string> Raw { get; } = (string text, out string value, out string? error) =>
    {
        error = null;
        value = text;
        return true;
    };

    /// <summary>One word; quotes come off.</summary>
    public static ArgumentParser<string> Word { get; } = (string text, out string value, out string? error) =>
    {
        error = null;
        value = ArgumentText.Unquote(text);
        return value.Length > 0 && !value.Any(char.IsWhiteSpace);
    };

    /// <summary>A file name; quotes come off.</summary>
    public static ArgumentParser<string> FileName { get; } =
        (string text, out string value, out string? error) =>
        {
            error = null;
            return FileNameText.TryRead(text, out value);
        };

    /// <summary>
    /// A number with <c>s m h d</c>, <c>ms us ns</c> or a longer form; without a unit, seconds.
    /// </summary>
    public static ArgumentParser<Duration> Duration { get; } =
        (string text, out Duration value, out string? error) =>
        {
            bool read = UnitText.TryReadNanoseconds(text, out long nanoseconds, out error);
            value = global::Xia.Kernel.Time.Duration.FromNanoseconds(nanoseconds);
            return read;
        };

    /// <summary>
    /// A rate in bytes per second: <c>10Mbps</c> are bits, <c>10MBps</c> bytes; without a unit, bytes.
    /// </summary>
    public static ArgumentParser<long> Bandwidth { get; } = UnitText.TryReadBytesPerSecond;

    /// <summary>A real number.</summary>
    public static ArgumentParser<double> Real { get; } = NumberText.TryReadReal;

    /// <summary>An IPv4 address.</summary>
    public static ArgumentParser<IpAddress> Ip { get; } =
        (string text, out IpAddress value, out string? error) =>
        {
            error = null;
            return global::Xia.Internet.Wire.IpAddress.TryParse(text, out value);
        };

    /// <summary>An IPv4 prefix, <c>a.b.c.d/n</c>; an address alone is a host.</summary>
    public static ArgumentParser<IpPrefix> Prefix { get; } = ParsePrefix;

    /// <summary>An Ethernet address.</summary>
    public static ArgumentParser<MacAddress> Mac { get; } =
        (string text, out MacAddress value, out string? error) =>
        {
            error = null;
            return global::Xia.Internet.Wire.MacAddress.TryParse(text, out value);
        };

    /// <summary>A principal type and an identifier.</summary>
    public static ArgumentParser<Xid> Xid { get; } = (string text, out Xid value, out string? error) =>
    {
        error = null;
        return global::Xia.Overlay.Identifiers.Xid.TryParse(text, out value);
    };

    /// <summary>A whole number, decimal, <c>0x</c> or with a leading 0 octal, within bounds.</summary>
    public static ArgumentParser<int> Int32(int minimum = int.MinValue, int maximum = int.MaxValue) =>
        (string text, out int value, out string? error) =>
        {
            bool read = TryReadWithin(text, minimum, maximum, out Int128 wide, out error);
            value = (int)wide;
            return read;
        };

    /// <summary>A whole number, decimal, <c>0x</c> or with a leading 0 octal, within bounds.</summary>
    public static ArgumentParser<uint> UInt32(uint minimum = 0, uint maximum = uint.MaxValue) =>
        (string text, out uint value, out string? error) =>
        {
            bool read = TryReadWithin(text, minimum, maximum, out Int128 wide, out error);
            value = (uint)wide;
            return read;
        };

    /// <summary>A whole number, decimal, <c>0x</c> or with a leading 0 octal, within bounds.</summary>
    public static ArgumentParser<long> Int64(long minimum = long.MinValue, long maximum = long.MaxValue) =>
        (string text, out long value, out string? error) =>
        {
            bool read = TryReadWithin(text, minimum, maximum, out Int128 wide, out error);
            value = (long)wide;
            return read;
        };

    /// <summary>A whole number, decimal, <c>0x</c> or with a leading 0 octal, within bounds.</summary>
    public static ArgumentParser<ulong> UInt64(ulong minimum = 0, ulong maximum = ulong.MaxValue) =>
        (string text, out ulong value, out string? error) =>
        {
            bool read = TryReadWithin(text, minimum, maximum, out Int128 wide, out error);
            value = (ulong)wide;
            return read;
        };

    /// <summary>A number of which so many bits stand behind the point, times 2 to their power.</summary>
    public static ArgumentParser<uint> FixedPoint(int fractionBits) =>
        FixedPointText.Parser(1L << fractionBits);

    /// <summary>A number of which so many decimals stand behind the point, times 10 to their power.</summary>
    public static ArgumentParser<uint> DecimalFixedPoint(int fractionDigits) =>
        FixedPointText.Parser((decimal)Math.Pow(10, fractionDigits));

    /// <summary>
    /// An annotation by name or offset, with room for so many bytes: its offset in
    /// <see cref="Packets.PacketAnnotations.Area"/>.
    /// </summary>
    public static ArgumentParser<int> Annotation(int lengthBytes) =>
        (string text, out int value, out string? error) =>
        {
            error = null;
            bool named = AnnotationNames.TryFind(text, out (int Offset, int LengthBytes) place);
            value = place.Offset;
            if (named)
            {
                return place.LengthBytes == lengthBytes;
            }

            bool read = NumberText.TryReadWhole(text, out Int128 offset) && offset >= 0
                && offset + lengthBytes <= Packets.PacketAnnotations.AreaLengthBytes;
            value = read ? (int)offset : 0;
            return read;
        };

    /// <summary>An IPv4 address, or a name for one in the asker's scope.</summary>
    public static ArgumentParser<IpAddress> IpAddress(Element asker) =>
        (string text, out IpAddress value, out string? error) =>
        {
            error = null;
            return AddressText.TryReadIp(text, asker, out value);
        };

    /// <summary>
    /// An IPv4 prefix, or a name for one in the asker's scope; an address alone is a host if that is allowed.
    /// </summary>
    public static ArgumentParser<IpPrefix> IpPrefix(Element asker, bool allowAddress = true) =>
        (string text, out IpPrefix value, out string? error) =>
        {
            error = null;
            value = default;
            if (!AddressText.TryReadPrefix(text, asker, allowAddress, out IpAddress address, out uint mask)
                || !AddressText.TryGetLength(mask, out int lengthBits))
            {
                return false;
            }

            value = new IpPrefix(address, lengthBits);
            return true;
        };

    /// <summary>
    /// An IPv4 address and a mask, as <see cref="IpPrefix"/> reads them; the address keeps its host's bits,
    /// and the mask may have holes.
    /// </summary>
    public static ArgumentParser<(IpAddress Address, uint Mask)> IpNetwork(
        Element asker, bool allowAddress = true) =>
        (string text, out (IpAddress Address, uint Mask) value, out string? error) =>
        {
            error = null;
            return AddressText.TryReadPrefix(text, asker, allowAddress, out value.Address, out value.Mask);
        };

    /// <summary>An Ethernet address, or a name for one in the asker's scope.</summary>
    public static ArgumentParser<MacAddress> MacAddress(Element asker) =>
        (string text, out MacAddress value, out string? error) =>
        {
            error = null;
            return AddressText.TryReadMac(text, asker, out value);
        };

    /// <summary>A TCP port by number or by name.</summary>
    public static ArgumentParser<ushort> TcpPort(Element asker) => PortText.Parser(asker, PortText.Tcp);

    /// <summary>A UDP port by number or by name.</summary>
    public static ArgumentParser<ushort> UdpPort(Element asker) => PortText.Parser(asker, PortText.Udp);

    /// <summary>An IP protocol by number or by name.</summary>
    public static ArgumentParser<byte> IpProtocol(Element asker) =>
        (string text, out byte value, out string? error) =>
        {
            error = null;
            bool read = asker.Router.Names.Of<int>("protocol").TryFind(asker, text, out int number)
                || ProtocolNames.TryFind(text, out number);
            if (read)
            {
                value = (byte)number;
                return number <= byte.MaxValue;
            }

            read = TryReadWithin(text, 0, byte.MaxValue, out Int128 written, out error);
            value = (byte)written;
            return read;
        };

    /// <summary>An element by its name in the asker's scope.</summary>
    public static ArgumentParser<Element> Element(Element asker) => Element<Element>(asker, "element");

    /// <summary>An element of a type by its name in the asker's scope.</summary>
    /// <param name="asker">The element whose argument it is.</param>
    /// <param name="typeName">How messages call the type.</param>
    public static ArgumentParser<T> Element<T>(Element asker, string typeName)
        where T : class =>
        (string text, out T value, out string? error) =>
        {
            Element? found = asker.Router.FindInScope(ArgumentText.Unquote(text), asker);
            value = (found as T)!;
            error = found is null ? "does not name an element"
                : value is null ? $"element type mismatch, expected {typeName}" : null;
            return error is null;
        };

    /// <summary>A handler; <see cref="Graph.Handlers.HandlerCall.Resolve"/> it at initialization.</summary>
    public static ArgumentParser<HandlerCall> HandlerCall(Element asker, bool isWrite) =>
        (string text, out HandlerCall value, out string? error) =>
        {
            value = Graph.Handlers.HandlerCall.Parse(text, asker, isWrite, out error)!;
            return error is null;
        };

    private static bool TryReadWithin(
        string text, Int128 minimum, Int128 maximum, out Int128 value, out string? error)
    {
        error = null;
        bool read = NumberText.TryReadWhole(text, out value);
        if (read && (value < minimum || value > maximum))
        {
            error = $"out of range, bound {(value < minimum ? minimum : maximum)}";
            read = false;
        }

        value = read ? value : 0;
        return read;
    }

    private static bool ParsePrefix(string text, out IpPrefix value, out string? error)
    {
        error = null;
        return global::Xia.Internet.Wire.IpPrefix.TryParse(text, out value);
    }
}
