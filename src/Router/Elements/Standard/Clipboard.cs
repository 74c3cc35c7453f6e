using System.Globalization;
using Xia.Router.Graph;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Standard;

/// <summary>Copies bytes from packets of one input into packets of the other.</summary>
/// <syntax>Clipboard(RANGE, …)</syntax>
/// <remarks>
/// A RANGE is <c>OFFSET/LENGTH</c>. The bytes of the last packet at input 0 are kept; packets at input 1 get
/// them at the same places. Packets leave at the output of their input's number; each pair may be push or
/// pull. What is beyond a packet's end is neither copied nor written; before the first packet the bytes are
/// 0.
/// </remarks>
public sealed class Clipboard : Element
{
    private (int Offset, int LengthBytes)[] _ranges = [];
    private byte[] _board = [];

    /// <inheritdoc/>
    public override string ClassName => "Clipboard";

    /// <inheritdoc/>
    public override string PortCounts => "2/2";

    /// <inheritdoc/>
    public override string FlowCode => "#/#";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        var ranges = new List<(int Offset, int LengthBytes)>();
        foreach (string text in arguments.Rest())
        {
            int index = ranges.Count;
            ranges.Add(default);
            int slash = text.IndexOf('/', StringComparison.Ordinal);
            if (slash < 0)
            {
                arguments.Error($"range {index}: expected '/' between offset and length");
            }
            else if (!TryRead(text[..slash], out int offset) || !TryRead(text[(slash + 1)..], out int length)
                || length == 0 || offset + length > PacketPool.MaximumDataBytes)
            {
                arguments.Error($"range {index}: invalid offset or length");
            }
            else
            {
                ranges[index] = (offset, length);
            }
        }

        _ranges = [.. ranges];
        _board = new byte[_ranges.Sum(range => range.LengthBytes)];
    }

    /// <inheritdoc/>
    public override void Push(int port, Packet packet)
    {
        Work(port, packet);
        Output(port).Push(packet);
    }

    /// <inheritdoc/>
    public override Packet? Pull(int port)
    {
        Packet? packet = Input(port).Pull();
        if (packet is not null)
        {
            Work(port, packet);
        }

        return packet;
    }

    private static bool TryRead(string text, out int number) => int.TryParse(
        text, NumberStyles.None, CultureInfo.InvariantCulture, out number)
        && number <= PacketPool.MaximumDataBytes;

    private void Work(int port, Packet packet)
    {
        Span<byte> board = _board;
        foreach ((int offset, int length) in _ranges)
        {
            int there = Math.Clamp(packet.LengthBytes - offset, 0, length);
            if (there > 0 && port == 0)
            {
                packet.Data.Slice(offset, there).CopyTo(board);
            }
            else if (there > 0)
            {
                board[..there].CopyTo(packet.WritableData()[offset..]);
            }

            board = board[length..];
        }
    }
}
