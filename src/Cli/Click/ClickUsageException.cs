namespace Xia.Cli.Click;

/// <summary>The command line is wrong.</summary>
/// <param name="message">How, in Click's words.</param>
/// <param name="isWhole">Whether the message stands without the command's name.</param>
internal sealed class ClickUsageException(string message, bool isWhole = false) : Exception(message)
{
    /// <summary>Whether the message stands without the command's name.</summary>
    public bool IsWhole { get; } = isWhole;
}
