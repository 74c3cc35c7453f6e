using System.IO.Compression;

namespace Xia.Workload.Tests.Content;

/// <summary>The encoder that the contents are made for: raw Deflate at level 1.</summary>
internal sealed class RealDeflate
{
    private readonly byte[] _bytes = new byte[8192];

    public int SizeOf(ReadOnlySpan<byte> page)
    {
        using MemoryStream output = new(_bytes);
        using (DeflateStream deflate =
            new(output, new ZLibCompressionOptions { CompressionLevel = 1 }, leaveOpen: true))
        {
            deflate.Write(page);
        }

        return (int)output.Position;
    }
}
