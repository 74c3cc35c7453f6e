using System.Buffers.Binary;

namespace Xia.Workload.Protocol;

/// <summary>The bytes that belong to a key and version, so that whoever reads a value can tell whether it is whole.</summary>
/// <remarks>SplitMix64 (Steele, Lea and Flood, OOPSLA 2014) started at key × 2³² + version, little-endian words.</remarks>
public static class ValuePattern
{
    /// <summary>Writes the value.</summary>
    public static void Fill(Span<byte> value, uint key, uint version)
    {
        ulong state = ((ulong)key << 32) | version;
        Span<byte> word = stackalloc byte[sizeof(ulong)];
        while (!value.IsEmpty)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(word, Next(ref state));
            int lengthBytes = Math.Min(word.Length, value.Length);
            word[..lengthBytes].CopyTo(value);
            value = value[lengthBytes..];
        }
    }

    /// <summary>Whether these bytes are that value.</summary>
    public static bool Matches(ReadOnlySpan<byte> value, uint key, uint version)
    {
        ulong state = ((ulong)key << 32) | version;
        Span<byte> word = stackalloc byte[sizeof(ulong)];
        while (!value.IsEmpty)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(word, Next(ref state));
            int lengthBytes = Math.Min(word.Length, value.Length);
            if (!value[..lengthBytes].SequenceEqual(word[..lengthBytes]))
            {
                return false;
            }

            value = value[lengthBytes..];
        }

        return true;
    }

    private static ulong Next(ref ulong state)
    {
        ulong z = state += 0x9e3779b97f4a7c15;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return z ^ (z >> 31);
    }
}
