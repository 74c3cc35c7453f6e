namespace Xia.Router.Packets;

/// <summary>What a clone copies of a packet: all but the bytes, and without references to objects.</summary>
/// <remarks>Positions count from the start of the array (see <see cref="PacketBytes"/>).</remarks>
internal struct PacketState
{
    /// <summary>The position of a header that is not marked.</summary>
    public const int Unmarked = int.MinValue;

    public int Start;
    public int Length;
    public int Mac;
    public int Network;
    public int Transport;
    public PacketAnnotations Annotations;

    /// <summary>Moves all positions; a mark that would lie before the room is lost.</summary>
    public void Shift(int shift)
    {
        Start += shift;
        Mac = Shifted(Mac, shift);
        Network = Shifted(Network, shift);
        Transport = Shifted(Transport, shift);
    }

    private static int Shifted(int position, int shift) =>
        position == Unmarked || position + shift < PacketBytes.PrefixLengthBytes
            ? Unmarked : position + shift;
}
