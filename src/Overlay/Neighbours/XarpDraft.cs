using Xia.Overlay.Delegations;
using Xia.Overlay.Identifiers;

namespace Xia.Overlay.Neighbours;

/// <summary>A XARP message yet to be signed and sent.</summary>
/// <param name="Operation">What it does.</param>
/// <param name="Sender">Who sends.</param>
/// <param name="Target">Who is asked for or answered.</param>
/// <param name="TargetLink">Where the target is; the default in a request.</param>
/// <param name="FrameTarget">To which station the frame goes.</param>
/// <param name="Nonce">Ties a reply to its question.</param>
/// <param name="Credential">The power to speak for the sender; null for a plain question.</param>
public sealed record XarpDraft(
    XarpOperation Operation,
    Xid Sender,
    Xid Target,
    LinkAddress TargetLink,
    LinkAddress FrameTarget,
    ulong Nonce,
    Credential? Credential)
{
    /// <summary>A question to all stations.</summary>
    public static XarpDraft Question(Xid asker, Xid target, ulong nonce, Credential? credential) =>
        new(XarpOperation.Request, asker, target, default, LinkAddress.Broadcast, nonce, credential);

    /// <summary>Tells all stations where an identifier is.</summary>
    public static XarpDraft Announcement(Credential credential)
    {
        ArgumentNullException.ThrowIfNull(credential);
        return Question(credential.Subject, credential.Subject, 0, credential);
    }

    /// <summary>The answer to a question.</summary>
    public static XarpDraft Reply(XarpMessage question, Credential credential)
    {
        ArgumentNullException.ThrowIfNull(question);
        ArgumentNullException.ThrowIfNull(credential);
        return new XarpDraft(
            XarpOperation.Reply, credential.Subject, question.Sender, question.SenderLink,
            question.SenderLink,
            question.Nonce, credential);
    }
}
