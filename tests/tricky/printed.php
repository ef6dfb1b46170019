<?php get_header(); // it ⟪relieves pain⟫
$title = "It ⟦relieves pain⟧"; $sku = '⟪relieves-pain⟫';
if ($x) { echo "It ⟦cures"; } else { echo 'It ⟦eases'; } ?> anxiety⟧⟧
<h1><?php esc_html_e( 'It ⟦eases stress⟧', 'shop' ); ?></h1>
<p>It <?= $x ? '⟦treats' : "⟦cures" ?> pain⟧⟧ and <?php printf( __( 'it ⟦relieves stress⟧ %s', 'x' ), $y ); ?></p>
<?php echo '<p class="⟪relieves pain⟫">It ⟦treats <b>stress⟧</b></p>'; ?>
