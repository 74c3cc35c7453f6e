namespace Xia.Router.Language;

/// <summary>A place in a configuration, as messages name it.</summary>
/// <param name="File">The file's name, or <c>config</c>.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1; in messages only as a property.</param>
public readonly record struct Landmark(string File, int Line, int Column)
{
    /// <summary><c>FILE:LINE</c>, the form of Click's messages; without the line when it is 0.</summary>
    public override string ToString() => Line == 0 ? File : $"{File}:{Line}";
}
