using CsCheck;

namespace TextVae.Tests.Corpus;

internal static class Any
{
    /// <summary>One of these, each as likely.</summary>
    public static Gen<string> Of(params string[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);
}
