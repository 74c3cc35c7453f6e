namespace Xia.Router.Language.Parsing;

/// <summary>A run of statements that is being parsed.</summary>
/// <param name="kind">What it stands in.</param>
/// <param name="isNested">Whether a compound or group is around it or is it.</param>
internal sealed class StatementBlock(BlockKind kind, bool isNested)
{
    public BlockKind Kind { get; } = kind;

    /// <summary>Whether connections may begin and end with an arrow.</summary>
    public bool IsNested { get; } = isNested;

    /// <summary>
    /// Whether the last connection ended with <c>output</c>; so it is before the first one.
    /// </summary>
    public bool LastEndsWithOutput { get; set; } = true;
}
