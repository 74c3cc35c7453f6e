namespace Xia.Router.Elements.Traces;

/// <summary>Where a packet's time lies.</summary>
internal enum DumpVerdict
{
    /// <summary>In the range.</summary>
    Inside,

    /// <summary>Before it.</summary>
    Before,

    /// <summary>At its end or behind it, for the first time since the end was set.</summary>
    AtEnd,
}
