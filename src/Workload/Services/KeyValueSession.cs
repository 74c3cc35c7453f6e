using Xia.Kernel.MessagePack;
using Xia.Transport.Sockets;

namespace Xia.Workload.Services;

/// <summary>
/// What the service keeps of one stream: bytes of a request that is not whole, bytes of an answer not yet
/// taken.
/// </summary>
internal sealed class KeyValueSession
{
    private readonly byte[] _inbound = new byte[KeyValueFrame.MaximumBytes];
    private readonly byte[] _outbound = new byte[KeyValueFrame.MaximumBytes];
    private int _inboundBytes;
    private int _outboundStart;
    private int _outboundEnd;

    /// <summary>The stream; null while a session was imported but its stream not yet restored.</summary>
    public IByteStream? Stream { get; set; }

    /// <summary>Bytes that arrived and are not a whole request yet.</summary>
    public ReadOnlySpan<byte> Inbound => _inbound.AsSpan(0, _inboundBytes);

    /// <summary>Where the next bytes that arrive go.</summary>
    public Span<byte> InboundRoom => _inbound.AsSpan(_inboundBytes);

    /// <summary>Bytes of an answer that the stream has not taken.</summary>
    public ReadOnlySpan<byte> Outbound => _outbound.AsSpan(_outboundStart, _outboundEnd - _outboundStart);

    /// <summary>Where an answer is made; free only while <see cref="Outbound"/> is empty.</summary>
    public Span<byte> AnswerRoom => _outbound;

    /// <summary>Counts bytes that arrived.</summary>
    public void Received(int lengthBytes) => _inboundBytes += lengthBytes;

    /// <summary>Lets go of a request that was answered.</summary>
    public void Answered(int requestBytes, int answerBytes)
    {
        _inbound.AsSpan(requestBytes, _inboundBytes - requestBytes).CopyTo(_inbound);
        _inboundBytes -= requestBytes;
        _outboundStart = 0;
        _outboundEnd = answerBytes;
    }

    /// <summary>Counts bytes that the stream took.</summary>
    public void Taken(int lengthBytes) => _outboundStart += lengthBytes;

    /// <summary>Saves both pieces.</summary>
    public void Export(ref MessagePackWriter writer)
    {
        writer.Write(Inbound);
        writer.Write(Outbound);
    }

    /// <summary>Takes both pieces over.</summary>
    public void Import(ref MessagePackReader reader)
    {
        ReadOnlySpan<byte> inbound = reader.ReadBytes();
        ReadOnlySpan<byte> outbound = reader.ReadBytes();
        if (inbound.Length > _inbound.Length || outbound.Length > _outbound.Length)
        {
            throw new MessagePackSerializationException("A session of the key-value service is too long.");
        }

        inbound.CopyTo(_inbound);
        _inboundBytes = inbound.Length;
        outbound.CopyTo(_outbound);
        (_outboundStart, _outboundEnd) = (0, outbound.Length);
    }
}
