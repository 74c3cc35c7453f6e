using Xia.Migration.Machines;

namespace Xia.Workload.Tests.Guests;

/// <summary>Guest memory that notes accesses and in which pages can be missing.</summary>
internal sealed class RecordingMemory(int pageCount) : IGuestMemory
{
    private readonly GuestMemory _inner = new(pageCount);

    public List<(int Page, bool IsWrite)> Accesses { get; } = [];

    public HashSet<int> Missing { get; } = [];

    public int PageCount => pageCount;

    public AccessOutcome TryRead(long address, Span<byte> destination)
    {
        int page = (int)(address / IGuestMemory.PageSizeBytes);
        if (Missing.Contains(page))
        {
            return AccessOutcome.Fault(page);
        }

        Accesses.Add((page, false));
        return _inner.TryRead(address, destination);
    }

    public AccessOutcome TryWrite(long address, ReadOnlySpan<byte> source)
    {
        int page = (int)(address / IGuestMemory.PageSizeBytes);
        if (Missing.Contains(page))
        {
            return AccessOutcome.Fault(page);
        }

        Accesses.Add((page, true));
        return _inner.TryWrite(address, source);
    }

    public void CopyFrom(RecordingMemory other)
    {
        byte[] page = new byte[IGuestMemory.PageSizeBytes];
        for (int number = 0; number < pageCount; number++)
        {
            other._inner.TryRead((long)number * page.Length, page);
            _inner.TryWrite((long)number * page.Length, page);
        }
    }

    public bool HasSameBytes(RecordingMemory other)
    {
        for (int number = 0; number < pageCount; number++)
        {
            if (!_inner.Page(number).SequenceEqual(other._inner.Page(number)))
            {
                return false;
            }
        }

        return true;
    }

    public ReadOnlySpan<byte> Page(int page) => _inner.Page(page);

    public byte[] BytesOf(int number) => _inner.Page(number).ToArray();
}
