using Xia.Migration.Dirty;

namespace Xia.Migration.Strategies;

/// <summary>Decides which pages go in which round, and when the guest is stopped.</summary>
/// <remarks>
/// One object serves one move. It is asked at the start of every round, after every batch of pages, and at
/// the end of every round. Whatever it held back, and whatever is dirty, is sent once the guest is stopped;
/// so no strategy can lose a page. Its decisions may depend on nothing but what it is given.
/// </remarks>
public interface IPageStrategy
{
    /// <summary>The name for reports, such as <c>pre-copy</c>.</summary>
    string Name { get; }

    /// <summary>What happens next.</summary>
    Verdict Decide(in MoveProgress progress);

    /// <summary>Whether a page of this round is sent now; false holds it back to the next round.</summary>
    /// <param name="page">Its number.</param>
    /// <param name="dirty">The log of the running round, to be looked at and not to be cleared.</param>
    bool ShouldSend(int page, DirtyLog dirty) => true;
}
