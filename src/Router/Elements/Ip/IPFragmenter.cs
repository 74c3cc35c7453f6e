using System.Buffers.Binary;
using Xia.Internet.Wire;
using Xia.Kernel.Checksums;
using Xia.Router.Graph;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Ip;

/// <summary>Cuts IPv4 packets that are longer than the MTU into fragments (RFC 791, 2.3).</summary>
/// <remarks>
/// IPFragmenter(MTU, keyword HONOR_DF true) — one input, one or two outputs, push; packets that are too long
/// and must not be cut leave at output 1, or are dropped. Needs the network header marked at the data's
/// start. Handlers: <c>drops</c>, <c>fragments</c> (r).
/// </remarks>
public sealed class IPFragmenter : Element
{
    private const int MinimumMtuBytes = 68;
    private const int FragmentUnitBytes = 8;
    private const int TotalLengthOffset = 2;
    private const int FragmentFieldOffset = 6;
    private const int ChecksumOffset = 10;
    private const int OffsetMask = 0x1fff;

    // RFC 791, 3.1: an option with this bit is copied into all fragments.
    private const int CopiedFlag = 0x80;

    private int _mtuBytes;
    private bool _honorsDontFragment;
    private long _drops;
    private long _fragments;

    /// <inheritdoc/>
    public override string ClassName => "IPFragmenter";

    /// <inheritdoc/>
    public override string PortCounts => "1/1-2";

    /// <inheritdoc/>
    public override string Processing => "h/h";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        _mtuBytes = arguments.Mandatory("MTU", ArgumentTypes.Int32(MinimumMtuBytes, ushort.MaxValue));
        _honorsDontFragment = arguments.Keyword("HONOR_DF", ArgumentTypes.Bool, true);
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("drops", () => $"{_drops}\n");
        handlers.Read("fragments", () => $"{_fragments}\n");
    }

    /// <inheritdoc/>
    public override void Push(int port, Packet packet)
    {
        if (packet.LengthBytes <= _mtuBytes)
        {
            Output(0).Push(packet);
            return;
        }

        ReadOnlySpan<byte> data = packet.Data;
        var header = Ipv4Header.ReadChecked(data);
        bool mustNot = _honorsDontFragment && (header.FragmentField & Ipv4Header.DontFragment) != 0;
        if (mustNot || header.HeaderLengthBytes < Ipv4Header.LengthBytes
            || header.TotalLengthBytes != data.Length || header.HeaderLengthBytes >= data.Length)
        {
            _drops++;
            PushOrKill(1, packet);
            return;
        }

        Cut(packet, header);
    }

    private void Cut(Packet packet, in Ipv4Header header)
    {
        ReadOnlySpan<byte> data = packet.Data;
        Span<byte> laterOptions = stackalloc byte[60 - Ipv4Header.LengthBytes];
        int laterOptionBytes = CopyOptions(
            data[Ipv4Header.LengthBytes..header.HeaderLengthBytes], laterOptions);
        int payloadBytes = data.Length - header.HeaderLengthBytes;
        for (int done = 0; done < payloadBytes;)
        {
            ReadOnlySpan<byte> options = done == 0
                ? data[Ipv4Header.LengthBytes..header.HeaderLengthBytes]
                : laterOptions[..laterOptionBytes];
            int headerBytes = Ipv4Header.LengthBytes + options.Length;
            int room = (_mtuBytes - headerBytes) / FragmentUnitBytes * FragmentUnitBytes;
            int length = Math.Min(room, payloadBytes - done);
            Packet fragment = Pool.Take(headerBytes + length);
            Span<byte> bytes = fragment.WritableData();
            data[..Ipv4Header.LengthBytes].CopyTo(bytes);
            options.CopyTo(bytes[Ipv4Header.LengthBytes..]);
            data.Slice(header.HeaderLengthBytes + done, length).CopyTo(bytes[headerBytes..]);
            bool more = done + length < payloadBytes
                || (header.FragmentField & Ipv4Header.MoreFragments) != 0;
            Finish(bytes, headerBytes, header.FragmentField, done / FragmentUnitBytes, more);
            fragment.Annotations = packet.Annotations;
            fragment.SetNetworkHeader(0);
            fragment.SetTransportHeader(headerBytes);
            _fragments++;
            done += length;
            Output(0).Push(fragment);
        }

        packet.Kill();
    }

    private static void Finish(Span<byte> bytes, int headerBytes, int field, int units, bool more)
    {
        bytes[0] = (byte)(0x40 | (headerBytes / 4));
        BinaryPrimitives.WriteUInt16BigEndian(bytes[TotalLengthOffset..], (ushort)bytes.Length);
        int offset = (field & OffsetMask) + units;
        BinaryPrimitives.WriteUInt16BigEndian(
            bytes[FragmentFieldOffset..], (ushort)(offset | (more ? Ipv4Header.MoreFragments : 0)));
        bytes[ChecksumOffset..(ChecksumOffset + 2)].Clear();
        BinaryPrimitives.WriteUInt16BigEndian(
            bytes[ChecksumOffset..], InternetChecksum.Compute(bytes[..headerBytes]));
    }

    // The options that later fragments carry, padded with end-of-list to whole words.
    private static int CopyOptions(ReadOnlySpan<byte> options, Span<byte> copied)
    {
        int count = 0;
        for (int at = 0; at < options.Length && options[at] != 0;)
        {
            int length = options[at] == 1 ? 1 : at + 1 < options.Length ? options[at + 1] : 0;
            if (length == 0 || at + length > options.Length || (length == 1 && options[at] != 1))
            {
                break;
            }

            if ((options[at] & CopiedFlag) != 0)
            {
                options.Slice(at, length).CopyTo(copied[count..]);
                count += length;
            }

            at += length;
        }

        int padded = (count + 3) / 4 * 4;
        copied[count..padded].Clear();
        return padded;
    }
}
