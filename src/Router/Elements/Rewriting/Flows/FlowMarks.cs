namespace Xia.Router.Elements.Rewriting.Flows;

/// <summary>What a flow has shown so far; decides how long it is kept.</summary>
[Flags]
internal enum FlowMarks : byte
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Data, or a packet at all, went forward.</summary>
    ForwardData = 1,

    /// <summary>Data, or a packet at all, came back.</summary>
    ReplyData = 2,

    /// <summary>Data went both ways.</summary>
    BothData = ForwardData | ReplyData,

    /// <summary>The sender finished.</summary>
    ForwardDone = 4,

    /// <summary>The receiver finished.</summary>
    ReplyDone = 8,

    /// <summary>Both finished, or one of them reset the connection.</summary>
    BothDone = ForwardDone | ReplyDone,
}
