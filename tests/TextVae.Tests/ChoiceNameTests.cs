using System.Text.Json;
using TextVae.Models;
using TextVae.Native;
using TextVae.Networks;

namespace TextVae.Tests;

public sealed class ChoiceNameTests
{
    [Fact]
    public void A_choice_has_a_name_of_its_own_or_its_words_in_lower_case()
    {
        Assert.Equal("bfloat16", ChoiceName.Of(Precision.BFloat16));
        Assert.Equal("gru", ChoiceName.Of(CellKind.Gru));
        Assert.Equal("vae", ChoiceName.Of(ModelKind.Vae));
    }

    [Theory]
    [InlineData(Precision.Auto, "\"auto\"")]
    [InlineData(Precision.Float32, "\"float32\"")]
    [InlineData(Precision.BFloat16, "\"bfloat16\"")]
    public void Files_have_it_under_that_name(Precision precision, string json)
    {
        var options = new JsonSerializerOptions { Converters = { new JsonNames<Precision>() } };

        Assert.Equal(json, JsonSerializer.Serialize(precision, options));
        Assert.Equal(precision, JsonSerializer.Deserialize<Precision>(json, options));
    }
}
