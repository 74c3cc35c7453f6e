using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Xia.Internet.Wire;
using Xia.Kernel.Randomness;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Ip;

/// <summary>Cuts IPv4 packets that are longer than the MTU into fragments (RFC 791, 2.3).</summary>
/// <syntax>IPFragmenter(MTU[, HONOR_DF true, VERBOSE false, keyword HEADROOM 64])</syntax>
/// <remarks>
/// MTU in bytes from the marked network header on, at least 8. Packets that are too long and must not be cut,
/// or cannot be, leave at output 1 or are dropped; five of these are told on the console, with VERBOSE all.
/// With HONOR_DF false "don't fragment" is passed over and such a packet gets a random identification. The
/// first fragment keeps what stands before the header; later ones carry only the options that ask for it, and
/// have HEADROOM bytes before them.
/// </remarks>
/// <handler name="drops" access="r">Packets that could not be cut.</handler>
/// <handler name="fragments" access="r">Fragments made.</handler>
public sealed class IPFragmenter : Element
{
    private const int MinimumMtuBytes = 8;
    private const int MaximumHeadroomBytes = 1024;
    private const int ToldDrops = 5;
    private const byte OptionEnd = 0;
    private const byte OptionNothing = 1;

    // RFC 791, 3.1: an option with this bit is copied into all fragments.
    private const int CopiedFlag = 0x80;

    private RandomStream _random = null!;
    private int _mtuBytes;
    private int _headroomBytes;
    private bool _honorsDontFragment;
    private bool _verbose;
    private long _drops;
    private long _fragments;

    /// <inheritdoc/>
    public override string ClassName => "IPFragmenter";

    /// <inheritdoc/>
    public override string PortCounts => "1/1-2";

    /// <inheritdoc/>
    public override string Processing => "h/h";

    /// <inheritdoc/>
    public override bool IsOneByOne => _verbose;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        _mtuBytes = arguments.Mandatory(
            "MTU", ArgumentTypes.Int32(0, PacketPool.MaximumDataBytes), MinimumMtuBytes);
        _honorsDontFragment = arguments.Positional("HONOR_DF", ArgumentTypes.Bool, true);
        _verbose = arguments.Positional("VERBOSE", ArgumentTypes.Bool, false);
        _headroomBytes = arguments.Keyword(
            "HEADROOM", ArgumentTypes.Int32(0, MaximumHeadroomBytes), PacketPool.DefaultHeadroomBytes);
        if (_mtuBytes < MinimumMtuBytes)
        {
            arguments.Error($"MTU must be at least {MinimumMtuBytes}");
        }

        _random = Environment.Randomness.Stream(Name);
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("drops", () => $"{_drops}");
        handlers.Read("fragments", () => $"{_fragments}");
    }

    /// <inheritdoc/>
    public override void Push(int port, Packet packet)
    {
        if (packet.NetworkHeader.Length <= _mtuBytes)
        {
            Output(0).Push(packet);
        }
        else
        {
            Fragment(packet);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void PushBatch(int port, PacketBatch batch)
    {
        Packet? packet = batch.First;
        Packet? first = null;
        Packet? last = null;
        int count = 0;
        while (packet is not null)
        {
            Packet? next = packet.Next;
            if (packet.NetworkHeader.Length <= _mtuBytes)
            {
                first ??= packet;
                last = packet;
                count++;
            }
            else
            {
                Send(first, last, count);
                first = last = null;
                count = 0;
                packet.Next = null;
                Fragment(packet);
            }

            packet = next;
        }

        Send(first, last, count);
    }

    private void Send(Packet? first, Packet? last, int count)
    {
        if (last is not null)
        {
            last.Next = null;
            Output(0).PushBatch(new PacketBatch(first!, last, count));
        }
    }

    private void Fragment(Packet packet)
    {
        ReadOnlySpan<byte> data = packet.NetworkHeader;
        if (data.Length < Ipv4Header.LengthBytes)
        {
            Refuse(packet);
            return;
        }

        var header = Ipv4Header.ReadChecked(data);
        int firstBytes = (_mtuBytes - header.HeaderLengthBytes) & ~(Ipv4Layout.FragmentUnitBytes - 1);
        bool mustNot = _honorsDontFragment && (header.FragmentField & Ipv4Header.DontFragment) != 0;
        if (mustNot || firstBytes < Ipv4Layout.FragmentUnitBytes
            || header.HeaderLengthBytes < Ipv4Header.LengthBytes
            || header.TotalLengthBytes > data.Length || header.PayloadBytes <= firstBytes)
        {
            Refuse(packet);
            return;
        }

        Cut(packet, header, firstBytes);
    }

    private void Refuse(Packet packet)
    {
        if (_verbose || _drops < ToldDrops)
        {
            ReadOnlySpan<byte> header = packet.NetworkHeader;
            bool hasHeader = header.Length >= Ipv4Header.LengthBytes;
            IpAddress source = hasHeader ? Ipv4Header.ReadSource(header) : default;
            IpAddress destination = hasHeader ? Ipv4Header.ReadDestination(header) : default;
            Environment.Console?.WriteMessage(
                $"IPFragmenter({_mtuBytes}) DF {source} {destination} len={packet.LengthBytes}");
        }

        _drops++;
        PushOrKill(1, packet);
    }

    private void Cut(Packet packet, Ipv4Header header, int firstBytes)
    {
        Span<byte> data = packet.WritableNetworkHeader();
        ushort field = header.FragmentField;
        if ((field & Ipv4Header.DontFragment) != 0)
        {
            // Who forbids fragments may give all packets the same identification.
            BinaryPrimitives.WriteUInt16BigEndian(
                data[Ipv4Layout.IdentificationOffset..], (ushort)_random.NextUInt64());
            field &= unchecked((ushort)~Ipv4Header.DontFragment);
        }

        int headerBytes = header.HeaderLengthBytes;
        Finish(data[..headerBytes], headerBytes + firstBytes, field | Ipv4Header.MoreFragments);
        Packet first = packet.Clone();
        first.Take(data.Length - headerBytes - firstBytes);
        _fragments++;
        Output(0).Push(first);
        data = packet.WritableNetworkHeader();
        for (int done = firstBytes; done < header.PayloadBytes;)
        {
            done += SendLater(packet, data[..header.TotalLengthBytes], headerBytes, done, field);
        }

        packet.Kill();
    }

    // Sends the fragment that starts so far into the payload; how many bytes of it that took.
    private int SendLater(Packet packet, ReadOnlySpan<byte> data, int headerBytes, int done, int field)
    {
        Span<byte> options = stackalloc byte[Ipv4Layout.MaximumHeaderBytes - Ipv4Header.LengthBytes];
        int optionBytes = CopyOptions(data[Ipv4Header.LengthBytes..headerBytes], options);
        int laterHeaderBytes = Ipv4Header.LengthBytes + optionBytes;
        int left = data.Length - headerBytes - done;
        int room = (_mtuBytes - laterHeaderBytes) & ~(Ipv4Layout.FragmentUnitBytes - 1);
        int length = Math.Min(room, left);
        Packet fragment = Pool.Take(laterHeaderBytes + length, _headroomBytes);
        Span<byte> bytes = fragment.WritableData();
        data[..Ipv4Header.LengthBytes].CopyTo(bytes);
        bytes[0] = (byte)(0x40 | (laterHeaderBytes / sizeof(uint)));
        options[..optionBytes].CopyTo(bytes[Ipv4Header.LengthBytes..]);
        data.Slice(headerBytes + done, length).CopyTo(bytes[laterHeaderBytes..]);
        int more = length < left ? Ipv4Header.MoreFragments : field & Ipv4Header.MoreFragments;
        int offset = (field & Ipv4Layout.FragmentOffsetMask) + (done / Ipv4Layout.FragmentUnitBytes);
        int flags = field & ~(Ipv4Layout.FragmentOffsetMask | Ipv4Header.MoreFragments);
        int laterField = flags | more | (offset & Ipv4Layout.FragmentOffsetMask);
        Finish(bytes[..laterHeaderBytes], bytes.Length, laterField);
        fragment.Annotations = packet.Annotations;
        fragment.SetNetworkHeader(0);
        fragment.SetTransportHeader(laterHeaderBytes);
        _fragments++;
        Output(0).Push(fragment);
        return length;
    }

    private static void Finish(Span<byte> header, int totalBytes, int field)
    {
        BinaryPrimitives.WriteUInt16BigEndian(header[Ipv4Layout.TotalLengthOffset..], (ushort)totalBytes);
        BinaryPrimitives.WriteUInt16BigEndian(header[Ipv4Layout.FragmentOffset..], (ushort)field);
        Ipv4Header.WriteChecksum(header);
    }

    // The options that later fragments carry, padded to whole words; ends at one whose length is wrong.
    private static int CopyOptions(ReadOnlySpan<byte> options, Span<byte> copied)
    {
        int count = 0;
        for (int at = 0; at < options.Length && options[at] != OptionEnd;)
        {
            if (options[at] == OptionNothing)
            {
                at++;
                continue;
            }

            int length = at + 1 < options.Length ? options[at + 1] : 0;
            if (length < 2 || at + length > options.Length)
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
