using System.Buffers.Binary;

namespace Xia.Router.Elements.Standard.Classifying;

/// <summary>One comparison of a <see cref="ClassifierProgram"/>: four bytes under a mask.</summary>
/// <param name="Offset">Of the four bytes; a multiple of four.</param>
/// <param name="Mask">The bits that count, the first byte highest.</param>
/// <param name="Value">What they are.</param>
internal readonly record struct ClassifierTest(int Offset, uint Mask, uint Value)
{
    /// <summary>How long a packet is at least that has all bytes that count.</summary>
    public int NeededBytes
    {
        get
        {
            int unusedBytes = System.Numerics.BitOperations.TrailingZeroCount(Mask) / 8;
            return Offset + sizeof(uint) - unusedBytes;
        }
    }

    /// <summary>Whether the bytes are there and agree.</summary>
    public bool Holds(ReadOnlySpan<byte> data)
    {
        if (data.Length >= Offset + sizeof(uint))
        {
            return (BinaryPrimitives.ReadUInt32BigEndian(data[Offset..]) & Mask) == Value;
        }

        if (data.Length < NeededBytes)
        {
            return false;
        }

        uint word = 0;
        for (int index = 0; index < sizeof(uint) && Offset + index < data.Length; index++)
        {
            word |= (uint)data[Offset + index] << (24 - (8 * index));
        }

        return (word & Mask) == Value;
    }
}
