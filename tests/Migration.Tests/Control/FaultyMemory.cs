using Xia.Migration.Dirty;
using Xia.Migration.Machines;

namespace Xia.Migration.Tests.Control;

/// <summary>Memory in which one page is stored with one bit turned.</summary>
internal sealed class FaultyMemory(IMachineMemory sound, int page) : IMachineMemory
{
    public int PageCount => sound.PageCount;

    public DirtyLog Dirty => sound.Dirty;

    public int PresentPages => sound.PresentPages;

    public AccessOutcome TryRead(long address, Span<byte> destination) => sound.TryRead(address, destination);

    public AccessOutcome TryWrite(long address, ReadOnlySpan<byte> source) => sound.TryWrite(address, source);

    public ReadOnlySpan<byte> Page(int number) => sound.Page(number);

    public bool IsPresent(int number) => sound.IsPresent(number);

    public bool IsZero(int number) => sound.IsZero(number);

    public void Install(int number, ReadOnlySpan<byte> content)
    {
        byte[] copy = content.ToArray();
        copy[100] ^= (byte)(number == page ? 1 : 0);
        sound.Install(number, copy);
    }

    public void InstallZero(int firstPage, int pageCount) => sound.InstallZero(firstPage, pageCount);

    public void Destroy() => sound.Destroy();
}
