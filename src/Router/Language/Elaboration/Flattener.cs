using Xia.Router.Graph;
using Xia.Router.Language.Parsing;

namespace Xia.Router.Language.Elaboration;

/// <summary>
/// Turns a text into elements and connections: parse, expand compounds, join through their ends.
/// </summary>
internal static class Flattener
{
    /// <summary>The flattened configuration of a text.</summary>
    /// <param name="text">The text, one byte per character.</param>
    /// <param name="fileName">Its name in messages.</param>
    /// <param name="environment">Classes, variables, libraries, packages.</param>
    /// <param name="acceptsUnknownClasses">Whether element classes need not be known.</param>
    /// <exception cref="RouterConfigurationException">It is wrong; holds all errors.</exception>
    public static Configuration Flatten(
        string text, string fileName, RouterEnvironment environment, bool acceptsUnknownClasses = false)
    {
        var messages = new MessageList();
        var registry = new ElementRegistry(environment.Elements);
        var tokens = new Tokenizer(text, fileName, messages);
        var state = new ParserState(tokens, registry, messages)
        {
            AcceptsUnknownClasses = acceptsUnknownClasses,
        };
        StatementParser.ParseFile(state, fileName, environment);
        CompoundBody file = state.Body;
        new Expander(file, name => state.FindClass(name) is not null, tokens.Here, messages)
            .Expand(environment.Variables);
        List<ConnectionDeclaration> connections = ConnectionSplicer.Splice(file, messages);
        if (messages.HasErrors)
        {
            throw new RouterConfigurationException(messages.Messages, isRouter: false);
        }

        var elements = new List<ElementDeclaration>();
        int[] indices = new int[file.Elements.Count];
        for (int index = 0; index < indices.Length; index++)
        {
            BodyElement element = file.Elements[index];
            indices[index] = elements.Count;
            if (element.Class is { } type)
            {
                elements.Add(new ElementDeclaration(
                    element.Name, type.Name, element.Arguments, element.Landmark));
            }
        }

        return new Configuration(
            elements,
            [.. connections.Select(c => c with { From = indices[c.From], To = indices[c.To] })],
            state.Requirements)
        {
            Text = text,
            Registry = registry,
            Warnings = messages.Messages,
        };
    }
}
