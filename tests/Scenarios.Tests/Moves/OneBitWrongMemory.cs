using Xia.Migration.Dirty;
using Xia.Migration.Machines;

namespace Xia.Scenarios.Tests.Moves;

/// <summary>Memory that keeps one bit of one page wrong whenever the page is put in from outside.</summary>
internal sealed class OneBitWrongMemory(int pageCount, bool isPresent, int wrongPage) : IMachineMemory
{
    private readonly GuestMemory _memory = new(pageCount, isPresent);

    public int PageCount => _memory.PageCount;

    public DirtyLog Dirty => _memory.Dirty;

    public int PresentPages => _memory.PresentPages;

    public AccessOutcome TryRead(long address, Span<byte> destination) => _memory.TryRead(address, destination);

    public AccessOutcome TryWrite(long address, ReadOnlySpan<byte> source) => _memory.TryWrite(address, source);

    public ReadOnlySpan<byte> Page(int page) => _memory.Page(page);

    public bool IsPresent(int page) => _memory.IsPresent(page);

    public bool IsZero(int page) => _memory.IsZero(page);

    public void Install(int page, ReadOnlySpan<byte> content)
    {
        if (page != wrongPage)
        {
            _memory.Install(page, content);
            return;
        }

        byte[] wrong = content.ToArray();
        wrong[^1] ^= 0x01;
        _memory.Install(page, wrong);
    }

    public void InstallZero(int firstPage, int pageCount) => _memory.InstallZero(firstPage, pageCount);

    public void Destroy() => _memory.Destroy();
}
