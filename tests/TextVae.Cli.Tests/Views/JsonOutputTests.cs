using TextVae.Cli.Views;
using TextVae.Evaluation.Probes;
using TextVae.Native;

namespace TextVae.Cli.Tests.Views;

public sealed class JsonOutputTests
{
    [Fact]
    public void Choices_are_spelt_in_texts_as_in_documents()
    {
        Assert.Equal("bfloat16", JsonOutput.NameOf(Precision.BFloat16));
        Assert.Equal("label_word", JsonOutput.NameOf(ProbeKind.LabelWord));
    }
}
