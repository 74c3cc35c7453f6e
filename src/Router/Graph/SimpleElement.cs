using System.Runtime.CompilerServices;
using Xia.Router.Packets;

namespace Xia.Router.Graph;

/// <summary>An element that does the same with a packet whether it is pushed or pulled through.</summary>
/// <remarks>
/// Output 0 gets what <see cref="Process"/> returns; further outputs are pushed to with <see cref="Divert"/>.
/// A batch leaves as a batch. Every element behind this one sees the same packets in the same order as if
/// they had come one by one: what is diverted in the middle of a batch first sends on what stood before it.
/// <para>
/// An element that many packets cross overrides <see cref="PushBatch"/> and <see cref="PullBatch"/> to call
/// <see cref="PushEach"/> and <see cref="PullEach"/> with a structure around itself.
/// </para>
/// </remarks>
public abstract class SimpleElement : Element
{
    private PacketBatch _diverted;
    private int _divertedPort;

    /// <inheritdoc/>
    public override string PortCounts => "1/1";

    /// <inheritdoc/>
    public sealed override void Push(int port, Packet packet)
    {
        Packet? result = Process(packet);
        if (!_diverted.IsEmpty)
        {
            SendDiverted();
        }

        if (result is not null)
        {
            Output(0).Push(result);
        }
    }

    /// <inheritdoc/>
    public sealed override Packet? Pull(int port)
    {
        if (Input(0).Pull() is not { } packet)
        {
            return null;
        }

        Packet? result = Process(packet);
        if (!_diverted.IsEmpty)
        {
            SendDiverted();
        }

        return result;
    }

    /// <inheritdoc/>
    public override void PushBatch(int port, PacketBatch batch)
    {
        if (IsOneByOne)
        {
            base.PushBatch(port, batch);
        }
        else
        {
            PushEach(new OwnWork(this), batch);
        }
    }

    /// <inheritdoc/>
    public override PacketBatch PullBatch(int port, int maximumCount) =>
        PullEach(new OwnWork(this), maximumCount);

    /// <summary>Does the element's work on a packet that it owns.</summary>
    /// <returns>What leaves at output 0, or null when the packet was killed or diverted.</returns>
    protected abstract Packet? Process(Packet packet);

    /// <summary>
    /// Pushes a packet out at another output than 0 where that is in use, else kills it. It leaves after
    /// those that <see cref="Process"/> returned before, and before what it returns this time.
    /// </summary>
    protected void Divert(int port, Packet packet)
    {
        if (!_diverted.IsEmpty && _divertedPort != port)
        {
            throw new InvalidOperationException("A packet is diverted to one output only.");
        }

        _diverted.Append(packet);
        _divertedPort = port;
    }

    /// <summary>Does the work on each packet and passes those on together that it returns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected void PushEach<TWork>(TWork work, PacketBatch batch)
        where TWork : struct, IPacketWork
    {
        Packet? packet = batch.First;
        Packet? first = null;
        Packet? last = null;
        int count = 0;
        while (packet is not null)
        {
            Packet? next = packet.Next;
            Packet? result = work.Process(packet);
            if (!_diverted.IsEmpty)
            {
                // Taken away first: what is sent before may come back here by a loop of the graph.
                PacketBatch diverted = _diverted;
                int divertedPort = _divertedPort;
                _diverted = default;
                SendBefore(first, last, count);
                first = last = null;
                count = 0;
                Send(diverted, divertedPort);
            }

            if (result is not null)
            {
                // Most batches pass whole; then nothing is linked anew.
                if (last is null)
                {
                    first = result;
                }
                else if (!ReferenceEquals(last.Next, result))
                {
                    last.Next = result;
                }

                last = result;
                count++;
            }

            packet = next;
        }

        SendBefore(first, last, count);
    }

    /// <summary>Pulls packets, does the work on each and gives those out together that it returns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected PacketBatch PullEach<TWork>(TWork work, int maximumCount)
        where TWork : struct, IPacketWork
    {
        // What is diverted is pushed at once, so it must not overtake what was pulled before.
        bool isLone = OutputCount > 1 || IsOneByOne;
        PacketBatch batch = Input(0).PullBatch(isLone ? Math.Min(1, maximumCount) : maximumCount);
        Packet? packet = batch.First;
        Packet? first = null;
        Packet? last = null;
        int count = 0;
        while (packet is not null)
        {
            Packet? next = packet.Next;
            Packet? result = work.Process(packet);
            if (!_diverted.IsEmpty)
            {
                SendDiverted();
            }

            if (result is not null)
            {
                if (last is null)
                {
                    first = result;
                }
                else if (!ReferenceEquals(last.Next, result))
                {
                    last.Next = result;
                }

                last = result;
                count++;
            }

            packet = next;
        }

        if (last is null)
        {
            return default;
        }

        last.Next = null;
        return new PacketBatch(first!, last, count);
    }

    private void SendBefore(Packet? first, Packet? last, int count)
    {
        if (last is not null)
        {
            last.Next = null;
            Output(0).PushBatch(new PacketBatch(first!, last, count));
        }
    }

    private void SendDiverted()
    {
        PacketBatch diverted = _diverted;
        _diverted = default;
        Send(diverted, _divertedPort);
    }

    private void Send(PacketBatch diverted, int port)
    {
        while (diverted.Take() is { } packet)
        {
            PushOrKill(port, packet);
        }
    }

    private readonly struct OwnWork(SimpleElement element) : IPacketWork
    {
        public Packet? Process(Packet packet) => element.Process(packet);
    }
}
