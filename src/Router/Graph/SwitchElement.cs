using System.Runtime.CompilerServices;
using Xia.Router.Packets;

namespace Xia.Router.Graph;

/// <summary>An element that sends each pushed packet to one of its outputs.</summary>
/// <remarks>
/// Packets of a batch that follow one another to the same place leave together: to the same output, or to
/// outputs that are connected to the same input. A decision must not depend on what becomes of the packets
/// before it, because it may be made before they have left.
/// <para>
/// An element that many packets cross overrides <see cref="PushBatch"/> to call <see cref="PushRuns"/> with a
/// structure around itself.
/// </para>
/// </remarks>
public abstract class SwitchElement : Element
{
    // For each output the lowest output that leads to the same input; made when the first batch comes.
    private int[]? _places;

    /// <inheritdoc/>
    public override string PortCounts => "1/-";

    /// <inheritdoc/>
    public override string Processing => "h/h";

    /// <inheritdoc/>
    public override void Push(int port, Packet packet) => PushOrKill(Choose(packet), packet);

    /// <inheritdoc/>
    public override void PushBatch(int port, PacketBatch batch) => PushRuns(new OwnChoice(this), batch);

    /// <summary>Decides where a packet goes; may note things on it.</summary>
    /// <returns>An output; the packet is killed when that is not in use, or negative.</returns>
    protected abstract int Choose(Packet packet);

    /// <summary>Decides about each packet and pushes runs to the same place out together.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected void PushRuns<TChoice>(TChoice choice, PacketBatch batch)
        where TChoice : struct, IPacketChoice, allows ref struct
    {
        int[] places = _places ??= FindPlaces();
        Packet? packet = batch.First;
        Packet? first = null;
        Packet? last = null;
        int count = 0;
        int place = -1;
        while (packet is not null)
        {
            Packet? next = packet.Next;
            int output = choice.Choose(packet);
            int there = (uint)output < (uint)places.Length ? places[output] : -1;
            if (there == place && last is not null)
            {
                last = packet;
                count++;
            }
            else
            {
                SendRun(place, first, last, count);
                place = there;
                first = last = packet;
                count = 1;
            }

            packet = next;
        }

        SendRun(place, first, last, count);
    }

    private void SendRun(int place, Packet? first, Packet? last, int count)
    {
        if (last is null)
        {
            return;
        }

        last.Next = null;
        PacketBatch run = new(first!, last, count);
        if (place >= 0)
        {
            Output(place).PushBatch(run);
        }
        else
        {
            run.Kill();
        }
    }

    private int[] FindPlaces()
    {
        int[] places = new int[OutputCount];
        for (int port = 0; port < places.Length; port++)
        {
            int place = 0;
            while (Output(place).Target != Output(port).Target || Output(place).Port != Output(port).Port)
            {
                place++;
            }

            places[port] = place;
        }

        return places;
    }

    private readonly struct OwnChoice(SwitchElement element) : IPacketChoice
    {
        public int Choose(Packet packet) => element.Choose(packet);
    }
}
