namespace Xia.Router.Elements.Ip.Patterns;

/// <summary>A test and where its outcomes lead: to an earlier node, or with ~n to output n.</summary>
internal readonly record struct DecisionNode(WordTest Test, int Yes, int No);
