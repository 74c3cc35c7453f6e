using System.Buffers.Binary;
using Xia.Overlay.Identifiers;
using Xia.Overlay.Wire;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Xia;

/// <summary>
/// The gate before a virtual machine's port: lets frames to it pass, holds them, or sends them after it.
/// </summary>
/// <syntax>XIAVmGate(keywords MODE pass, CAPACITY 1048576, MACHINE)</syntax>
/// <remarks>
/// Input 0: Ethernet frames to the machine; output 0: frames to the machine; output 1, where used: XIP
/// packets to be routed on as packets on their way, XIP header first. MODE is <c>pass</c>, <c>hold</c>,
/// <c>forward AD:…</c> or <c>drop</c>. CAPACITY bounds the bytes of frames held; one more than fits is
/// dropped. MACHINE is the machine's HID: when set, gates that do not pass hold or forward only XIP packets
/// whose destination names it, because a switch floods frames for others too. Forwarding puts the AD in place
/// of every AD of the destination DAG and starts the packet anew; its hop limit goes on counting, so that
/// packets that two gates send to each other die.
/// </remarks>
/// <handler name="mode" access="rw">The mode; frames held leave by the new one.</handler>
/// <handler name="machine" access="rw">MACHINE.</handler>
/// <handler name="held" access="r">Frames and bytes held.</handler>
/// <handler name="count" access="r">Frames per outcome.</handler>
public sealed class XIAVmGate : Element
{
    private const int EthernetLengthBytes = 14;
    private const int EtherTypeOffset = 12;
    private const long DefaultCapacityBytes = 1 << 20;

    private readonly ReasonCounts<GateOutcome> _outcomes = new();
    private PacketBatch _held;
    private long _heldBytes;
    private long _capacityBytes;
    private GateMode _mode;
    private Xid _domain;
    private Xid _machine;

    /// <inheritdoc/>
    public override string ClassName => "XIAVmGate";

    /// <inheritdoc/>
    public override string PortCounts => "1/1-2";

    /// <inheritdoc/>
    public override string Processing => "h/h";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        string mode = arguments.Keyword("MODE", ArgumentTypes.Text, "pass");
        _capacityBytes = arguments.Keyword(
            "CAPACITY", ArgumentTypes.Int64(0, int.MaxValue), DefaultCapacityBytes);
        _machine = arguments.Keyword("MACHINE", ArgumentTypes.Xid);
        if (ReadMode(mode) is { } error)
        {
            arguments.Error(error);
        }
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read(
            "mode", () => _mode == GateMode.Forward ? $"forward {_domain}\n" : $"{WordOf(_mode)}\n");
        handlers.Write("mode", text =>
        {
            string? error = ReadMode(text);
            if (error is null)
            {
                Release();
            }

            return error;
        });
        handlers.Read("machine", () => _machine.IsNone ? "\n" : $"{_machine}\n");
        handlers.Write("machine", SetMachine);
        handlers.Read("held", () => $"{_held.Count} {_heldBytes}\n");
        handlers.Read("count", () => _outcomes.ToString());
    }

    /// <inheritdoc/>
    public override void Cleanup() => _held.Kill();

    /// <inheritdoc/>
    public override void Push(int port, Packet packet)
    {
        switch (_mode)
        {
            case GateMode.Pass:
                Count(GateOutcome.Passed);
                Output(0).Push(packet);
                break;
            case GateMode.Hold when !IsForMachine(packet):
            case GateMode.Forward when !IsForMachine(packet):
                Discard(packet, GateOutcome.NotForMachine);
                break;
            case GateMode.Hold:
                Hold(packet);
                break;
            case GateMode.Forward:
                Forward(packet);
                break;
            default:
                Discard(packet, GateOutcome.Dropped);
                break;
        }
    }

    private static string WordOf(GateMode mode) => mode switch
    {
        GateMode.Pass => "pass",
        GateMode.Hold => "hold",
        GateMode.Forward => "forward",
        _ => "drop",
    };

    private static bool IsXip(ReadOnlySpan<byte> frame) => frame.Length > EthernetLengthBytes
        && BinaryPrimitives.ReadUInt16BigEndian(frame[EtherTypeOffset..]) == XipLayout.EtherType;

    private string? ReadMode(string text)
    {
        List<string> words = ArgumentText.Words(text);
        Xid domain = default;
        bool isForward = words.Count == 2 && words[0] == "forward"
            && Xid.TryParse(words[1], out domain) && domain.Type == XidType.Ad;
        if (!isForward && (words.Count != 1 || words[0] is not ("pass" or "hold" or "drop")))
        {
            return $"'{text}': expected pass, hold, drop or 'forward AD:XID'";
        }

        _domain = domain;
        _mode = words[0] switch
        {
            "pass" => GateMode.Pass,
            "hold" => GateMode.Hold,
            "forward" => GateMode.Forward,
            _ => GateMode.Drop,
        };
        return null;
    }

    private string? SetMachine(string text)
    {
        if (text.Trim().Length == 0)
        {
            _machine = default;
            return null;
        }

        return Xid.TryParse(text.Trim(), out _machine) ? null : $"'{text}': no identifier";
    }

    private bool IsForMachine(Packet packet)
    {
        ReadOnlySpan<byte> frame = packet.Data;
        return _machine.IsNone
            || (IsXip(frame)
                && XipHeader.TryParse(Unpadded(frame), out XipHeader header) == XipFault.None
                && header.IsTowards(_machine));
    }

    private static ReadOnlySpan<byte> Unpadded(ReadOnlySpan<byte> frame)
    {
        ReadOnlySpan<byte> packet = frame[EthernetLengthBytes..];
        int claimed = XipHeader.ClaimedLengthBytes(packet);
        return claimed > 0 && claimed < packet.Length ? packet[..claimed] : packet;
    }

    private void Hold(Packet packet)
    {
        if (_heldBytes + packet.LengthBytes > _capacityBytes)
        {
            Discard(packet, GateOutcome.Overflow);
            return;
        }

        Count(GateOutcome.Held);
        _heldBytes += packet.LengthBytes;
        _held.Append(packet);
    }

    private void Forward(Packet packet)
    {
        if (!IsXip(packet.Data))
        {
            Discard(packet, GateOutcome.NotForwardable);
            return;
        }

        packet.Take(packet.LengthBytes - EthernetLengthBytes - Unpadded(packet.Data).Length);
        packet.Pull(EthernetLengthBytes);
        if (XipHeader.TryParse(packet.Data, out _) != XipFault.None
            || !XipWriter.TryRedirect(packet.WritableData(), _domain))
        {
            Discard(packet, GateOutcome.NotForwardable);
            return;
        }

        Count(GateOutcome.Forwarded);
        packet.SetNetworkHeader(0);
        PushOrKill(1, packet);
    }

    /// <summary>Frames held leave by the mode that holds now.</summary>
    private void Release()
    {
        if (_mode == GateMode.Hold)
        {
            return;
        }

        PacketBatch released = _held;
        _held = default;
        _heldBytes = 0;
        while (released.Take() is { } packet)
        {
            Push(0, packet);
        }
    }

    private void Discard(Packet packet, GateOutcome outcome)
    {
        Count(outcome);
        packet.Kill();
    }

    private void Count(GateOutcome outcome) => _outcomes.Add(outcome);
}
