using TextVae.Batches;
using TextVae.Models;
using TextVae.Networks;
using TorchSharp;

namespace TextVae.Tests.Models;

public sealed class DecoderTests
{
    [Fact]
    public void The_latent_vector_sets_the_memory_of_an_lstm_beside_its_state()
    {
        using var quiet = torch.no_grad();
        using var model = Tiny.NewAutoencoder(Tiny.Autoencoder with { Cell = CellKind.Lstm });
        var z = torch.randn(3, 2).Times(20);

        var start = model.Decoder.Start(3, z).Layers.Single();

        Assert.All(Tiny.Floats(start.Hidden.abs()), number => Assert.InRange(number, 0, 1));
        Assert.Contains(Tiny.Floats(start.Cell!.abs()), number => number > 1);
        var map = new Func<string, torch.Tensor>(name => model.Decoder.get_parameter($"first_cell.{name}")!);
        var expected = torch.nn.functional.linear(model.Decoder.Start(3, z).Context!, map("weight"), map("bias"));
        Assert.Equal(Tiny.Floats(expected), Tiny.Floats(start.Cell!));
    }

    [Fact]
    public void The_latent_vector_sets_the_state_of_every_layer()
    {
        using var quiet = torch.no_grad();
        using var model = Tiny.NewAutoencoder(Tiny.Autoencoder with { Cell = CellKind.Lstm, Layers = 3 });
        var start = model.Decoder.Start(3, torch.randn(3, 2));

        Assert.Equal(3, start.Layers.Count);
        foreach (var (layer, name) in new[] { "first_state", "first_state_2", "first_state_3" }.Index())
        {
            var expected = torch.nn.functional.linear(
                start.Context!, model.Decoder.get_parameter($"{name}.weight")!, model.Decoder.get_parameter($"{name}.bias")!).tanh();
            Assert.Equal(Tiny.Floats(expected), Tiny.Floats(start.Layers[layer].Hidden));
        }
    }

    [Theory]
    [InlineData(CellKind.Gru)]
    [InlineData(CellKind.Lstm)]
    public void Words_one_by_one_are_the_whole_run_in_several_layers_too(CellKind cell)
    {
        using var quiet = torch.no_grad();
        using var model = Tiny.NewAutoencoder(Tiny.Autoencoder with { Cell = cell, Layers = 3 });
        using var batch = Batch.Of([[4, 5, 6, 4], [6, 6, 6, 6]]);
        var z = torch.randn(2, 2);
        var states = model.States(batch, z);

        var state = model.Decoder.Start(2, z);
        for (var t = 0; t < batch.Time; t++)
        {
            state = model.Decoder.Step(model.Embedding.call(batch.Inputs[t]), state);
            Assert.True(state.State.allclose(states[t], rtol: 1e-4, atol: 1e-5));
        }
    }

    [Theory]
    [InlineData(CellKind.Gru)]
    [InlineData(CellKind.Lstm)]
    public void Selected_rows_go_on_as_they_would_have_alone(CellKind cell)
    {
        using var quiet = torch.no_grad();
        using var model = Tiny.NewAutoencoder(Tiny.Autoencoder with { Cell = cell, Layers = 2 });
        var z = torch.randn(3, 2);
        var words = torch.randn(3, 5);
        var all = model.Decoder.Step(words, model.Decoder.Start(3, z));

        var selected = model.Decoder.Step(words, all.Select(torch.tensor(new long[] { 2, 0, 2 })));

        foreach (var (row, origin) in new[] { 2, 0, 2 }.Index())
        {
            var first = model.Decoder.Step(words.narrow(0, origin, 1), model.Decoder.Start(1, z.narrow(0, origin, 1)));
            var alone = model.Decoder.Step(words.narrow(0, row, 1), first);
            Assert.True(alone.State[0].allclose(selected.State[row], rtol: 1e-5, atol: 1e-6));
        }
    }

    [Theory]
    [InlineData(CellKind.Gru)]
    [InlineData(CellKind.Lstm)]
    public void A_detached_state_owns_all_its_tensors(CellKind cell)
    {
        using var quiet = torch.no_grad();
        using var model = Tiny.NewAutoencoder(Tiny.Autoencoder with { Cell = cell });
        using var outer = torch.NewDisposeScope();
        DecoderState moved;
        using (torch.NewDisposeScope())
            moved = model.Decoder.Start(2, torch.randn(2, 2)).DetachFromScope();
        var tensors = new[] { moved.State, moved.Layers[0].Cell, moved.Context }.OfType<torch.Tensor>().ToArray();

        Assert.Equal(cell == CellKind.Lstm ? 3 : 2, tensors.Length);
        Assert.All(tensors, tensor => Assert.False(tensor.IsInvalid));
        moved.Dispose();
        Assert.All(tensors, tensor => Assert.True(tensor.IsInvalid));
    }

    [Theory]
    [InlineData(CellKind.Gru)]
    [InlineData(CellKind.Lstm)]
    public void Z_is_given_to_an_autoencoder_and_to_nothing_else(CellKind cell)
    {
        using var autoencoder = Tiny.NewAutoencoder(Tiny.Autoencoder with { Cell = cell });
        using var language = Tiny.NewLanguageModel(Tiny.Language with { Cell = cell });

        var missing = Assert.Throws<ArgumentException>(() => autoencoder.Decoder.Start(1, z: null));
        var needless = Assert.Throws<ArgumentException>(() => language.Decoder.Start(1, torch.randn(1, 2)));

        Assert.Equal("This decoder needs z. (Parameter 'z')", missing.Message);
        Assert.Equal("A language model has no z. (Parameter 'z')", needless.Message);
        Assert.All(Tiny.Floats(language.Decoder.Start(2, z: null).State), number => Assert.Equal(0, number));
    }
}
