using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Xia.Internet.Wire;
using Xia.Kernel.Time;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Ip.Options;

/// <summary>Fills in the options of a header as a gateway does.</summary>
/// <remarks>
/// <code>
/// record route (RFC 791, 3.1):  |  7 | length | pointer | address | address | …
/// timestamp:                    | 68 | length | pointer | overflow, flag | [address] time | …
/// </code>
/// A pointer counts from 1 and shows the first free byte. Flags: 0 times only, 1 addresses and times, 3 times
/// for addresses that the sender wrote.
/// </remarks>
internal sealed class GatewayOptions(IpAddress own, uint[] others)
{
    private const byte End = 0;
    private const byte Nothing = 1;
    private const byte RecordRoute = 7;
    private const byte Timestamp = 68;
    private const int MinimumOptionBytes = 2;
    private const int LengthByte = 1;
    private const int PointerByte = 2;
    private const int FlagByte = 3;
    private const int FirstRouteByte = 3;
    private const int FirstTimeByte = 4;
    private const int EntryBytes = 4;
    private const int TimesOnly = 0;
    private const int WithAddresses = 1;
    private const int ForGivenAddresses = 3;
    private const int MaximumOverflow = 15;
    private const int Right = -1;
    private const long MillisecondsPerDay = 86_400_000;
    private const long NanosecondsPerMillisecond = 1_000_000;

    /// <summary>
    /// Does all options; false if one is wrong, and then the parameter problem annotation says where.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryHandle(Packet packet, Instant now)
    {
        ReadOnlySpan<byte> header = packet.NetworkHeader;
        int headerBytes = header.Length == 0 ? 0 : Ipv4Header.ReadHeaderLength(header);
        if (headerBytes <= Ipv4Header.LengthBytes)
        {
            return true;
        }

        bool isChanged = false;
        int problem = HandleAll(packet, Math.Min(headerBytes, header.Length), now, ref isChanged);
        if (isChanged)
        {
            Span<byte> changed = packet.WritableNetworkHeader();
            Ipv4Header.WriteChecksum(changed[..Math.Min(headerBytes, changed.Length)]);
        }

        if (problem != Right)
        {
            packet.Annotations.ParameterProblem = (byte)problem;
        }

        return problem == Right;
    }

    private int HandleAll(Packet packet, int headerBytes, Instant now, ref bool isChanged)
    {
        ReadOnlySpan<byte> header = packet.NetworkHeader[..headerBytes];
        for (int at = Ipv4Header.LengthBytes; at < headerBytes && header[at] != End;)
        {
            if (header[at] == Nothing)
            {
                at++;
                continue;
            }

            int length = at + LengthByte < headerBytes ? header[at + LengthByte] : 0;
            if (length < MinimumOptionBytes || at + length > headerBytes)
            {
                return at + LengthByte;
            }

            if (header[at] is RecordRoute or Timestamp)
            {
                // Writing may move the bytes to another buffer.
                Span<byte> option = packet.WritableNetworkHeader().Slice(at, length);
                header = packet.NetworkHeader[..headerBytes];
                isChanged = true;
                int problem = option[0] == RecordRoute ? Record(option) : Stamp(option, now);
                if (problem != Right)
                {
                    return at + problem;
                }
            }

            at += length;
        }

        return Right;
    }

    private int Record(Span<byte> option)
    {
        int place = option.Length > PointerByte ? option[PointerByte] - 1 : 0;
        if (place >= FirstRouteByte && place + EntryBytes <= option.Length)
        {
            own.Write(option[place..]);
            option[PointerByte] += EntryBytes;
            return Right;
        }

        return place == option.Length ? Right : PointerByte;
    }

    private int Stamp(Span<byte> option, Instant now)
    {
        int place = option.Length > FlagByte ? option[PointerByte] - 1 : 0;
        if (place < FirstTimeByte)
        {
            return PointerByte;
        }

        int flag = option[FlagByte] & 0xf;
        int needed = flag == TimesOnly ? EntryBytes : 2 * EntryBytes;
        bool fits = place + needed <= option.Length;
        bool isKnown = flag is TimesOnly or WithAddresses or ForGivenAddresses;
        if (!isKnown || (flag == ForGivenAddresses && !fits))
        {
            return FlagByte;
        }

        if (!fits)
        {
            return CountOverflow(option);
        }

        uint given = flag == ForGivenAddresses ? BinaryPrimitives.ReadUInt32BigEndian(option[place..]) : 0;
        if (flag == ForGivenAddresses && given != own.Value && !others.AsSpan().Contains(given))
        {
            return Right;
        }

        if (flag == WithAddresses)
        {
            own.Write(option[place..]);
        }

        int timePlace = place + needed - EntryBytes;
        BinaryPrimitives.WriteUInt32BigEndian(option[timePlace..], MillisecondsToday(now));
        option[PointerByte] += (byte)needed;
        return Right;
    }

    private static int CountOverflow(Span<byte> option)
    {
        int overflow = option[FlagByte] >> 4;
        if (overflow == MaximumOverflow)
        {
            return FlagByte;
        }

        option[FlagByte] += 0x10;
        return Right;
    }

    private static uint MillisecondsToday(Instant now) =>
        (uint)(now.Nanoseconds / NanosecondsPerMillisecond % MillisecondsPerDay);
}
