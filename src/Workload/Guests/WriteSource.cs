using System.Buffers.Binary;
using Xia.Migration.Machines;
using Xia.Workload.Content;

namespace Xia.Workload.Guests;

/// <summary>Makes the bytes of the contents that a page writer knows.</summary>
internal sealed class WriteSource
{
    private const int DuplicatePages = 16;
    private const int WordBytes = 8;
    private const int CountingWordEvery = 8;
    private const int Words = 64;

    private readonly byte[] _pages = new byte[DuplicatePages * IGuestMemory.PageSizeBytes];
    private readonly byte[] _words = new byte[Words * WordBytes];

    public WriteSource()
    {
        Draws draws = new(0x7465_6d70_6c61_7465);
        foreach (ref byte one in _pages.AsSpan())
        {
            one = draws.NextByte();
        }

        for (int at = 0; at < _words.Length; at++)
        {
            _words[at] = at % WordBytes == WordBytes - 1 ? (byte)' ' : (byte)('a' + draws.Next(26));
        }
    }

    /// <summary>Fills a place of a page; it holds what is there.</summary>
    public void Fill(WriteContent content, Span<byte> bytes, int page, int offset, ref Draws draws)
    {
        switch (content)
        {
            case WriteContent.Zero:
                bytes.Clear();
                break;
            case WriteContent.Duplicate:
                Template(page % DuplicatePages, offset, bytes.Length).CopyTo(bytes);
                break;
            case WriteContent.Template:
                FillTemplate(bytes, offset, draws.Next());
                break;
            case WriteContent.TextLike:
                FillText(bytes, ref draws);
                break;
            case WriteContent.Random:
                FillRandom(bytes, ref draws);
                break;
            case WriteContent.Counter:
                CountUp(bytes);
                break;
            default:
                break;
        }
    }

    private ReadOnlySpan<byte> Template(int number, int offset, int lengthBytes) =>
        _pages.AsSpan((number * IGuestMemory.PageSizeBytes) + offset, lengthBytes);

    private void FillTemplate(Span<byte> bytes, int offset, ulong count)
    {
        Template(0, offset, bytes.Length).CopyTo(bytes);
        for (int at = 0; at + WordBytes <= bytes.Length; at += WordBytes * CountingWordEvery)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes[at..], count++ & 0xffff);
        }
    }

    private void FillText(Span<byte> bytes, ref Draws draws)
    {
        while (!bytes.IsEmpty)
        {
            int lengthBytes = Math.Min(WordBytes, bytes.Length);
            _words.AsSpan(draws.Next(Words) * WordBytes, lengthBytes).CopyTo(bytes);
            bytes = bytes[lengthBytes..];
        }
    }

    private static void FillRandom(Span<byte> bytes, ref Draws draws)
    {
        Span<byte> last = stackalloc byte[WordBytes];
        while (!bytes.IsEmpty)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(last, draws.Next());
            int lengthBytes = Math.Min(WordBytes, bytes.Length);
            last[..lengthBytes].CopyTo(bytes);
            bytes = bytes[lengthBytes..];
        }
    }

    private static void CountUp(Span<byte> bytes)
    {
        for (int at = 0; at < Math.Min(WordBytes, bytes.Length) && ++bytes[at] == 0; at++)
        {
        }
    }
}
