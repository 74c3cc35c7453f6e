namespace Xia.Router.Sheets;

/// <summary>What an element's sheet says of one handler.</summary>
/// <param name="Name">The handler's name.</param>
/// <param name="Access"><c>r</c>, <c>w</c> or <c>rw</c>; with <c>+</c> when reading takes a
/// parameter.</param>
/// <param name="Text">What it gives or does.</param>
public sealed record HandlerSheet(string Name, string Access, string Text);
