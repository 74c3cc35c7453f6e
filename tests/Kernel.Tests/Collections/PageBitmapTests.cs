using Xia.Kernel.Collections;

namespace Xia.Kernel.Tests.Collections;

public sealed class PageBitmapTests
{
    [TestCase(1)]
    [TestCase(63)]
    [TestCase(64)]
    [TestCase(65)]
    [TestCase(1000)]
    [TestCase(400_000)]
    public void SetAll_AnySize_SetsExactlyThePages(int pageCount)
    {
        PageBitmap bitmap = new(pageCount);
        bitmap.SetAll();
        Assert.That(bitmap.Count(), Is.EqualTo(pageCount));
        Assert.That(bitmap.NextClear(0), Is.EqualTo(-1));
        Assert.That(bitmap.NextSet(pageCount - 1), Is.EqualTo(pageCount - 1));
        Assert.That(bitmap.NextSet(pageCount), Is.EqualTo(-1));
        bitmap.ClearAll();
        Assert.That(bitmap.IsEmpty, Is.True);
    }

    [Test]
    public void Count_ThreeMillionPages_CountsThemAll()
    {
        PageBitmap bitmap = new(3_000_001);
        bitmap.SetAll();
        bitmap.Clear(1_500_000);
        Assert.That(bitmap.Count(), Is.EqualTo(3_000_000));
    }

    [Test]
    public void Set_Twice_SaysWhetherItWasNew()
    {
        PageBitmap bitmap = new(100);
        Assert.That(bitmap.Set(99), Is.True);
        Assert.That(bitmap.Set(99), Is.False);
        Assert.That(bitmap.Clear(99), Is.True);
        Assert.That(bitmap.Clear(99), Is.False);
    }

    [Test]
    public void Set_BeyondTheLastPage_Throws()
    {
        PageBitmap bitmap = new(100);
        Assert.That(() => bitmap.Set(100), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => bitmap.Test(-1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => bitmap.SetRange(50, 51), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Or_OtherSize_Throws() =>
        Assert.That(() => new PageBitmap(10).Or(new PageBitmap(11)), Throws.ArgumentException);

    [Test]
    public void NextSet_EmptyBitmapWithoutPages_FindsNothing()
    {
        PageBitmap bitmap = new(0);
        Assert.That(bitmap.NextSet(0), Is.EqualTo(-1));
        Assert.That(bitmap.Count(), Is.Zero);
    }

    [FsCheck.NUnit.Property]
    public bool SetOperations_AnyTwo_BehaveAsSets(ushort[] lefts, ushort[] rights, ushort size)
    {
        int pageCount = 1 + (size % 2000);
        SortedSet<int> left = [.. lefts.Select(page => page % pageCount)];
        SortedSet<int> right = [.. rights.Select(page => page % pageCount)];
        PageBitmap rightMap = Of(right, pageCount);
        PageBitmap or = Of(left, pageCount);
        or.Or(rightMap);
        PageBitmap and = Of(left, pageCount);
        and.And(rightMap);
        PageBitmap andNot = Of(left, pageCount);
        andNot.AndNot(rightMap);
        PageBitmap copy = new(pageCount);
        copy.CopyFrom(or);
        PageBitmap moved = Of(left, pageCount);
        PageBitmap target = Of(right, pageCount);
        moved.MoveInto(target);
        return Pages(or).SequenceEqual(left.Union(right).Order())
            && Pages(and).SequenceEqual(left.Intersect(right).Order())
            && Pages(andNot).SequenceEqual(left.Except(right).Order())
            && copy.HasSamePages(or)
            && moved.IsEmpty
            && target.HasSamePages(or)
            && or.Count() == left.Union(right).Count();
    }

    [FsCheck.NUnit.Property]
    public bool SetRange_AnyRange_SetsIt(ushort start, ushort count)
    {
        PageBitmap bitmap = new(70_000 * 2);
        bitmap.SetRange(start, count);
        int end = start + count;
        return bitmap.Count() == count
            && (count == 0 || (bitmap.NextSet(0) == start && bitmap.NextClear(start) == end));
    }

    private static PageBitmap Of(IEnumerable<int> pages, int pageCount)
    {
        PageBitmap bitmap = new(pageCount);
        foreach (int page in pages)
        {
            bitmap.Set(page);
        }

        return bitmap;
    }

    private static IEnumerable<int> Pages(PageBitmap bitmap)
    {
        for (int page = bitmap.NextSet(0); page >= 0; page = bitmap.NextSet(page + 1))
        {
            yield return page;
        }
    }
}
