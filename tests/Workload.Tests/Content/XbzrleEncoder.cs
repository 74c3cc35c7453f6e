namespace Xia.Workload.Tests.Content;

/// <summary>
/// QEMU's XBZRLE format (docs/devel/migration/features: unchanged run, changed run, bytes; lengths in
/// ULEB128), written anew; a trailing unchanged run is left out.
/// </summary>
internal static class XbzrleEncoder
{
    public static byte[] Encode(ReadOnlySpan<byte> before, ReadOnlySpan<byte> after)
    {
        List<byte> encoded = [];
        int at = 0;
        while (true)
        {
            int start = at;
            while (at < after.Length && before[at] == after[at])
            {
                at++;
            }

            if (at == after.Length)
            {
                return [.. encoded];
            }

            int changed = at;
            while (at < after.Length && before[at] != after[at])
            {
                at++;
            }

            Put(encoded, changed - start);
            Put(encoded, at - changed);
            encoded.AddRange(after[changed..at]);
        }
    }

    public static byte[] Decode(ReadOnlySpan<byte> before, ReadOnlySpan<byte> encoded)
    {
        byte[] after = before.ToArray();
        int at = 0;
        while (!encoded.IsEmpty)
        {
            at += Take(ref encoded);
            int changed = Take(ref encoded);
            encoded[..changed].CopyTo(after.AsSpan(at));
            encoded = encoded[changed..];
            at += changed;
        }

        return after;
    }

    private static void Put(List<byte> encoded, int length)
    {
        for (; length >= 0x80; length >>= 7)
        {
            encoded.Add((byte)(length | 0x80));
        }

        encoded.Add((byte)length);
    }

    private static int Take(ref ReadOnlySpan<byte> encoded)
    {
        int length = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte one = encoded[0];
            encoded = encoded[1..];
            length |= (one & 0x7f) << shift;
            if (one < 0x80)
            {
                return length;
            }
        }
    }
}
