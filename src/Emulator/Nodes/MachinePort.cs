using Xia.Emulator.Links;
using Xia.Emulator.Loop;
using Xia.Internet.Wire;
using Xia.Kernel.Time;
using Xia.Router.Devices;
using Xia.Router.Packets;

namespace Xia.Emulator.Nodes;

/// <summary>
/// The cable between a host's port for machines and the network card of the guest that is plugged in.
/// </summary>
/// <remarks>
/// It takes no time: a frame is at the other side when it is sent, so none is under way when the guest stops.
/// A frame for a guest that does not run is dropped and counted; keeping it is the gate's business in the
/// host's graph.
/// </remarks>
public sealed class MachinePort : IDevice
{
    private readonly Simulation _simulation;
    private readonly EmulatedNode _host;
    private EmulatedNode? _guest;
    private GuestCard? _card;

    /// <summary>An empty port.</summary>
    /// <param name="name">The port's name on the host, such as <c>vm0</c>.</param>
    /// <param name="address">The port's hardware address.</param>
    /// <param name="mtuBytes">The longest payload of a frame.</param>
    /// <param name="host">The host.</param>
    /// <param name="simulation">Whose time it lives in.</param>
    public MachinePort(
        string name, MacAddress address, int mtuBytes, EmulatedNode host, Simulation simulation)
    {
        Name = name;
        MacAddress = address;
        MtuBytes = mtuBytes;
        _host = host;
        _simulation = simulation;
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public MacAddress MacAddress { get; }

    /// <inheritdoc/>
    public int MtuBytes { get; }

    /// <inheritdoc/>
    public IDeviceReceiver? Receiver { get; set; }

    /// <inheritdoc/>
    public bool CanTransmit => true;

    /// <summary>Frames for a guest that was not there or did not run.</summary>
    public long DroppedFrames { get; private set; }

    /// <summary>Who sees what the guest takes (as from the first end) and sends; null for nobody.</summary>
    public ILinkTap? Tap { get; set; }

    /// <summary>Whether a guest is plugged in.</summary>
    public bool IsOccupied => _guest is not null;

    /// <summary>Plugs a guest in and gives it its network card.</summary>
    /// <param name="guest">The guest's node.</param>
    /// <param name="cardName">The card's name on the guest, such as <c>eth0</c>.</param>
    /// <param name="cardAddress">The card's hardware address, which moves with the machine.</param>
    public void Plug(EmulatedNode guest, string cardName, MacAddress cardAddress)
    {
        ArgumentNullException.ThrowIfNull(guest);
        _guest = guest;
        _card = new GuestCard(this, cardName, cardAddress);
        guest.Add(_card);
    }

    /// <summary>Takes the guest out.</summary>
    public void Unplug()
    {
        _guest = null;
        _card = null;
    }

    /// <inheritdoc/>
    public void Transmit(Packet packet, Instant now)
    {
        ArgumentNullException.ThrowIfNull(packet);
        if (_guest is not { IsRunning: true } guest || _card?.Receiver is not { } receiver)
        {
            DroppedFrames++;
            packet.Kill();
            return;
        }

        Tap?.OnFrame(true, packet.Data, _simulation.Now, _simulation.Now);
        receiver.OnReceive(packet, guest.Local(_simulation.Now));
        guest.AfterActivity(_simulation.Now);
    }

    private void FromGuest(Packet packet)
    {
        if (Receiver is not { } receiver)
        {
            DroppedFrames++;
            packet.Kill();
            return;
        }

        Tap?.OnFrame(false, packet.Data, _simulation.Now, _simulation.Now);
        receiver.OnReceive(packet, _simulation.Now);
        _host.AfterActivity(_simulation.Now);
    }

    private sealed class GuestCard(MachinePort port, string name, MacAddress address) : IDevice
    {
        public string Name => name;

        public MacAddress MacAddress => address;

        public int MtuBytes => port.MtuBytes;

        public IDeviceReceiver? Receiver { get; set; }

        public bool CanTransmit => true;

        public void Transmit(Packet packet, Instant now) => port.FromGuest(packet);
    }
}
