using System.Buffers.Binary;
using System.Text;
using Xia.Internet.Wire;
using Xia.Kernel.Checksums;
using Xia.Router.Elements.Rewriting.Flows;
using Xia.Router.Graph;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Rewriting;

/// <summary>Rewrites the PORT commands of FTP (RFC 959), so that active transfers cross a rewriter.</summary>
/// <syntax>FTPPortMapper(CONTROL_REWRITER, DATA_REWRITER, DATA_REWRITER_INPUT)</syntax>
/// <remarks>
/// Stands before CONTROL_REWRITER, a TCPRewriter through which the control connection goes. A packet that
/// begins with PORT h1,h2,h3,h4,p1,p2 makes the data connection from that address and port to the packet's
/// destination, port one below, known to DATA_REWRITER as if its first packet had come at
/// DATA_REWRITER_INPUT, and gets the address and port that it is rewritten to. CONTROL_REWRITER is told how
/// much longer or shorter the stream became. A command that is split over packets, or whose control
/// connection is not known yet, stays as it is; so does the packet's header.
/// </remarks>
/// <example>… -> FTPPortMapper(rw, rw, 0) -> [0] rw;</example>
public sealed class FTPPortMapper : SimpleElement
{
    private const int SequenceOffset = 4;
    private const int DataOffsetOffset = 12;
    private const int TcpChecksumOffset = 16;
    private const int TcpHeaderLengthBytes = 20;
    private const int TotalLengthOffset = 2;
    private const int IpChecksumOffset = 10;

    private TCPRewriter _control = null!;
    private FlowRewriter _data = null!;
    private int _dataInput;

    /// <inheritdoc/>
    public override string ClassName => "FTPPortMapper";

    /// <inheritdoc/>
    public override int ConfigurePhase => RewritingPhases.Users;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        _control = arguments.Mandatory<TCPRewriter>(
            "CONTROL_REWRITER", ArgumentTypes.Element<TCPRewriter>(this, "TCPRewriter"));
        _data = arguments.Mandatory<FlowRewriter>(
            "DATA_REWRITER", ArgumentTypes.Element<FlowRewriter>(this, "IPRewriterBase"));
        _dataInput = arguments.Mandatory("DATA_REWRITER_INPUT", ArgumentTypes.Int32());
        arguments.Complete();
        if (arguments.Errors.Count == 0 && (uint)_dataInput >= (uint)_data.InputCount)
        {
            arguments.Error("DATA_REWRITER_INPUT out of range");
        }
    }

    /// <inheritdoc/>
    protected override Packet? Process(Packet packet)
    {
        ReadOnlySpan<byte> header = packet.NetworkHeader;
        if (TryFindPayload(header, out int transportOffset, out int payloadOffset)
            && PortCommand.TryRead(header[payloadOffset..], out PortCommand command))
        {
            Rewrite(packet, transportOffset, payloadOffset, command);
        }

        return packet;
    }

    private static bool TryFindPayload(
        ReadOnlySpan<byte> packet, out int transportOffset, out int payloadOffset)
    {
        transportOffset = payloadOffset = 0;
        if (!PacketFields.HasAddresses(packet) || PacketFields.IsLaterFragment(packet)
            || PacketFields.Protocol(packet) != (byte)IpProtocol.Tcp
            || Ipv4Header.ReadTotalLength(packet) != packet.Length)
        {
            return false;
        }

        transportOffset = PacketFields.HeaderLength(packet);
        if (packet.Length < transportOffset + TcpHeaderLengthBytes)
        {
            return false;
        }

        int headerBytes = (packet[transportOffset + DataOffsetOffset] >> 4) * 4;
        payloadOffset = transportOffset + headerBytes;
        return headerBytes >= TcpHeaderLengthBytes && payloadOffset < packet.Length;
    }

    private void Rewrite(Packet packet, int transportOffset, int payloadOffset, in PortCommand command)
    {
        ReadOnlySpan<byte> header = packet.NetworkHeader;
        uint ports = BinaryPrimitives.ReadUInt32BigEndian(header[transportOffset..]);
        uint destination = PacketFields.Destination(header);
        var control = new FlowKey(
            PacketFields.Source(header), (ushort)(ports >> 16), destination, (ushort)ports,
            (byte)IpProtocol.Tcp);
        var data = new FlowKey(
            command.Address, command.Port, destination, (ushort)(ports - 1), (byte)IpProtocol.Tcp);
        if (!_control.TryTranslate(control, out _, out _)
            || !_data.TryTranslateOrStart(data, _dataInput, out FlowKey rewritten))
        {
            return;
        }

        uint sequence = BinaryPrimitives.ReadUInt32BigEndian(header[(transportOffset + SequenceOffset)..]);
        uint end = sequence + (uint)command.EndOffset;
        byte[] text = Encoding.ASCII.GetBytes(PortCommand.Describe(rewritten.Source, rewritten.SourcePort));
        Replace(packet, transportOffset, payloadOffset + command.StartOffset, command.LengthBytes, text);
        int shift = text.Length - command.LengthBytes;
        if (shift != 0 || _control.HasShifts(control))
        {
            _control.ChangeLength(control, end, shift);
        }
    }

    private static void Replace(Packet packet, int transportOffset, int start, int oldBytes, byte[] text)
    {
        ReadOnlySpan<byte> before = packet.NetworkHeader[transportOffset..];
        uint sumBefore = InternetChecksum.Add((uint)before.Length, before);
        byte[] rest = packet.NetworkHeader[(start + oldBytes)..].ToArray();
        int shift = text.Length - oldBytes;
        if (shift > 0)
        {
            packet.Put(shift);
        }
        else
        {
            packet.Take(-shift);
        }

        Span<byte> header = packet.WritableNetworkHeader();
        text.CopyTo(header[start..]);
        rest.CopyTo(header[(start + text.Length)..]);
        ushort totalBefore = BinaryPrimitives.ReadUInt16BigEndian(header[TotalLengthOffset..]);
        BinaryPrimitives.WriteUInt16BigEndian(header[TotalLengthOffset..], (ushort)header.Length);
        ChecksumChange.Apply(
            header[IpChecksumOffset..], ChecksumChange.OfWord(totalBefore, (uint)header.Length));

        // What was wrong before stays wrong: the checksum is mended, not made.
        Span<byte> segment = header[transportOffset..];
        uint sumAfter = InternetChecksum.Add((uint)segment.Length, segment);
        ChecksumChange.Apply(
            segment[TcpChecksumOffset..],
            ChecksumChange.Sum(Fold(~(uint)Fold(sumBefore) & 0xffff), Fold(sumAfter)));
    }

    private static ushort Fold(uint sum) => (ushort)((sum & 0xffff) + (sum >> 16));
}
