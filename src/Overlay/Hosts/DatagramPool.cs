using System.Diagnostics.CodeAnalysis;

namespace Xia.Overlay.Hosts;

/// <summary>
/// The buffers of waiting datagrams; as many as were ever needed at once, and no more than the bound.
/// </summary>
internal sealed class DatagramPool(int capacityBytes, int maximumCount)
{
    private QueuedDatagram? _free;
    private int _count;

    /// <summary>Gives a buffer, unless all are in use.</summary>
    public bool TryRent([NotNullWhen(true)] out QueuedDatagram? datagram)
    {
        datagram = _free;
        if (datagram is not null)
        {
            _free = datagram.Next;
            datagram.Next = null;
        }
        else if (_count < maximumCount)
        {
            _count++;
            datagram = new QueuedDatagram(capacityBytes);
        }

        return datagram is not null;
    }

    /// <summary>Takes a buffer back.</summary>
    public void Return(QueuedDatagram datagram)
    {
        datagram.Next = _free;
        _free = datagram;
    }
}
